// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Timer {@code traced.method} (ours) of one method, with the tags {@code name} and
 * {@code error}: the simple name of what was thrown, or {@code none}. Step 6 of a
 * request, on the thread on which the work ends, inside its span, which exemplars name.
 */
final class TracedTimer {

	static final String NAME = "traced.method";

	private static final String NONE = "none";

	private static final String OTHER = "other";

	private final Supplier<@Nullable MeterRegistry> registry;

	private final String name;

	private final IntSupplier maxErrors;

	private final Map<String, Timer> failed = new ConcurrentHashMap<>();

	private volatile @Nullable Timer succeeded;

	/**
	 * Creates the timer of a method.
	 * @param registry gives the meters, or {@code null} where there are none
	 * @param name of the method
	 * @param maxErrors gives how many kinds of exceptions have names of their own;
	 * further ones are called {@code other}
	 */
	TracedTimer(Supplier<@Nullable MeterRegistry> registry, String name, IntSupplier maxErrors) {
		this.registry = registry;
		this.name = name;
		this.maxErrors = maxErrors;
	}

	void record(long nanos, @Nullable Throwable error) {
		Timer timer = (error != null) ? failed(error) : succeeded();
		if (timer != null) {
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	private @Nullable Timer succeeded() {
		Timer timer = this.succeeded;
		if (timer == null) {
			timer = timer(NONE);
			this.succeeded = timer;
		}
		return timer;
	}

	private @Nullable Timer failed(Throwable error) {
		String name = error.getClass().getSimpleName();
		if (name.isEmpty()) {
			// Anonymous
			name = OTHER;
		}
		Timer timer = this.failed.get(name);
		if (timer == null) {
			// Two threads at once may make one more; that is bound enough
			String label = (this.failed.size() < this.maxErrors.getAsInt()) ? name : OTHER;
			timer = this.failed.get(label);
			if (timer == null) {
				timer = timer(label);
				if (timer != null) {
					this.failed.put(label, timer);
				}
			}
		}
		return timer;
	}

	private @Nullable Timer timer(String error) {
		MeterRegistry registry = this.registry.get();
		return (registry != null) ? Timer.builder(NAME)
			.description("Calls of traced methods")
			.tag("name", this.name)
			.tag("error", error)
			.register(registry) : null;
	}

}
