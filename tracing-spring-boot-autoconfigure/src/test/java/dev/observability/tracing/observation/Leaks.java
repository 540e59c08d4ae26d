// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.slf4j.MDC;

/**
 * Collects what threads still had when they should have had nothing, and what was wrong
 * inside.
 */
final class Leaks {

	private final Queue<String> found = new ConcurrentLinkedQueue<>();

	/**
	 * Checks a thread of a pool before and after its work.
	 * @param when what it was about
	 */
	void checkClean(String when) {
		if (Context.current() != Context.root()) {
			this.found.add(when + ": " + Context.current() + " on " + Thread.currentThread());
		}
		if (MDC.get(Ids.TRACE_ID) != null || MDC.get(Ids.SPAN_ID) != null) {
			this.found.add(when + ": " + MDC.getCopyOfContextMap() + " on " + Thread.currentThread());
		}
	}

	/**
	 * Checks that everybody names the same span.
	 * @param when what it was about
	 * @param tracer tracer of the application
	 */
	void checkAgreement(String when, Tracer tracer) {
		String otel = Span.current().getSpanContext().getSpanId();
		io.micrometer.tracing.Span current = tracer.currentSpan();
		if (current == null || !current.context().spanId().equals(otel)) {
			this.found.add(when + ": OpenTelemetry has " + otel + ", Micrometer " + current);
		}
		if (!otel.equals(MDC.get(Ids.SPAN_ID))
				|| !Span.current().getSpanContext().getTraceId().equals(MDC.get(Ids.TRACE_ID))) {
			this.found.add(when + ": OpenTelemetry has " + otel + ", the MDC " + MDC.getCopyOfContextMap());
		}
	}

	List<String> found() {
		return List.copyOf(this.found);
	}

}
