// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Tells Micrometer which span is current: always the one of the OpenTelemetry context.
 * Step 6 of a request, on any thread.
 * <p>
 * Micrometer's own prefers what it put into that context itself, which is stale below a
 * span that was made with the OpenTelemetry API.
 */
final class ObservedTraceContext extends OtelCurrentTraceContext {

	@Override
	public @Nullable TraceContext context() {
		Context context = Context.current();
		Span span = Span.fromContext(context);
		SpanContext current = span.getSpanContext();
		if (!current.isValid()) {
			TraceContext known = super.context();
			return (known != null && SpanId.isValid(known.spanId())) ? null : known;
		}
		TraceContext known = super.context();
		if (known != null && known.spanId().equals(current.getSpanId())
				&& known.traceId().equals(current.getTraceId())) {
			return known;
		}
		return OtelSpan.fromOtel(span, context).context();
	}

}
