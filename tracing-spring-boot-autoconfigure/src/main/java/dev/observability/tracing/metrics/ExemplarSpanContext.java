// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.function.Predicate;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells the Prometheus client which trace a value belongs to, at step 8 of a request, a
 * few times per second and series at most. Any thread that records a value; never throws.
 * <p>
 * Only sampled spans are offered, and of a scheduled run only once it found work: the
 * trace of any other is never exported, and an exemplar must lead to a trace that exists.
 */
final class ExemplarSpanContext implements io.prometheus.metrics.tracer.common.SpanContext {

	/** Name and value are the Prometheus client's, for the policies of collectors. */
	private static final AttributeKey<String> EXEMPLAR = AttributeKey.stringKey(EXEMPLAR_ATTRIBUTE_NAME);

	private final ObservedSpan spans;

	private final boolean marks;

	private final Predicate<Span> idle;

	ExemplarSpanContext(ObservedSpan spans, boolean marks, Predicate<Span> idle) {
		this.spans = spans;
		this.marks = marks;
		this.idle = idle;
	}

	@Override
	public @Nullable String getCurrentTraceId() {
		SpanContext context = this.spans.get().getSpanContext();
		return context.isValid() ? context.getTraceId() : null;
	}

	@Override
	public @Nullable String getCurrentSpanId() {
		SpanContext context = this.spans.get().getSpanContext();
		return context.isValid() ? context.getSpanId() : null;
	}

	@Override
	public boolean isCurrentSpanSampled() {
		Span span = this.spans.get();
		SpanContext context = span.getSpanContext();
		return context.isValid() && context.isSampled() && !this.idle.test(span);
	}

	@Override
	public void markCurrentSpanAsExemplar() {
		if (this.marks) {
			this.spans.get().setAttribute(EXEMPLAR, EXEMPLAR_ATTRIBUTE_VALUE);
		}
	}

}
