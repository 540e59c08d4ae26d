// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one job, with the tags {@code name} and {@code namespace}. Step 6 of a
 * request, on the threads that work for it.
 */
final class JobSeries {

	private static final Log logger = LogFactory.getLog(JobSeries.class);

	private static final double NANOS_PER_SECOND = 1e9;

	private final @Nullable MeterRegistry registry;

	private final Tags tags;

	private final AtomicInteger active = new AtomicInteger();

	private volatile double progress;

	private volatile boolean hasProgress;

	private volatile long lastSuccessMillis;

	private final AtomicBoolean failed = new AtomicBoolean();

	JobSeries(@Nullable MeterRegistry registry, String name, String namespace) {
		this.registry = registry;
		this.tags = Tags.of("name", name, "namespace", namespace.isEmpty() ? "none" : namespace);
		meter((meters) -> Gauge.builder("job.active", this.active, AtomicInteger::get)
			.description("Runs of the job that have not ended")
			.tags(this.tags)
			.register(meters));
	}

	// A filter of the application may throw, and the registry when tags differ
	private void meter(Consumer<MeterRegistry> use) {
		if (this.registry == null) {
			return;
		}
		try {
			use.accept(this.registry);
		}
		catch (RuntimeException | LinkageError ex) {
			if (this.failed.compareAndSet(false, true)) {
				logger.warn("Meters of jobs " + this.tags
						+ " are missing; the jobs were not affected. Not logged again: " + ex.getClass().getName());
			}
		}
	}

	void started() {
		if (this.active.getAndIncrement() == 0) {
			this.progress = 0;
		}
	}

	void delayed(double seconds) {
		meter((meters) -> Timer.builder("job.schedule.delay")
			.description("How much later than planned runs of the job began")
			.tags(this.tags)
			.register(meters)
			.record((long) (seconds * NANOS_PER_SECOND), TimeUnit.NANOSECONDS));
	}

	void progressed(double percent) {
		this.progress = percent;
		if (!this.hasProgress) {
			this.hasProgress = true;
			meter((meters) -> Gauge.builder("job.progress", this, (series) -> series.progress)
				.description("What the job reported last, 0 to 100")
				.tags(this.tags)
				.register(meters));
		}
	}

	void ended(JobResult how, long nanos) {
		this.active.decrementAndGet();
		meter((meters) -> Counter.builder("job.runs")
			.description("Runs of the job that have ended")
			.tags(this.tags)
			.tag("result", how.text())
			.register(meters)
			.increment());
		meter((meters) -> Timer.builder("job.duration")
			.description("How long runs of the job took")
			.tags(this.tags)
			.tag("result", how.text())
			.register(meters)
			.record(nanos, TimeUnit.NANOSECONDS));
		if (how == JobResult.COMPLETED) {
			succeeded();
		}
	}

	private void succeeded() {
		boolean first = this.lastSuccessMillis == 0;
		this.lastSuccessMillis = System.currentTimeMillis();
		if (first) {
			meter((meters) -> TimeGauge
				.builder("job.last.success", this, TimeUnit.MILLISECONDS, (series) -> series.lastSuccessMillis)
				.description("When the last run of the job ended that completed, since 1970")
				.tags(this.tags)
				.register(meters));
		}
	}

}
