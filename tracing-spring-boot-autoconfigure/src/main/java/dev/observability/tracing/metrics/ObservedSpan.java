// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whose span a meter is being recorded for, at step 8 of a request, when the
 * scope of the observation is closed already. Request thread.
 * <p>
 * Opening a scope instead, as Micrometer does, writes and clears the MDC each time.
 */
final class ObservedSpan {

	/*
	 * A holder that stays: setting and removing the value itself would allocate each
	 * time. Its class is the JDK's, so that a thread that outlives the application does
	 * not keep our class loader.
	 */
	private final ThreadLocal<AtomicReference<@Nullable TracingContext>> observed = ThreadLocal
		.withInitial(AtomicReference::new);

	/**
	 * Says for whom the meters of this thread are recorded from now on.
	 * @param observed holds the span, which is asked for only when somebody wants to know
	 * it; {@code null} for the current one
	 */
	void set(@Nullable TracingContext observed) {
		this.observed.get().setPlain(observed);
	}

	/**
	 * The span that a recording of this thread belongs to.
	 * @return the span that was set, else the current one; invalid where there is none
	 */
	Span get() {
		TracingContext observed = this.observed.get().getPlain();
		return (observed != null && observed.getSpan() instanceof OtelSpan span) ? OtelSpan.toOtel(span)
				: Span.current();
	}

}
