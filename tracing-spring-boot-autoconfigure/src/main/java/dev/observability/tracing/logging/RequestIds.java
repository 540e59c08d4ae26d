// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import dev.observability.tracing.propagation.CorrelationId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The ids of a request for what is logged after its span, step 4 of a request. Request
 * thread.
 *
 * @param traceId trace id
 * @param spanId id of the server span
 * @param traceFlags trace flags, two hex digits
 * @param correlationId correlation id
 */
record RequestIds(String traceId, String spanId, String traceFlags, String correlationId) {

	private static final String ATTRIBUTE = RequestIds.class.getName();

	static @Nullable RequestIds current() {
		Context context = Context.current();
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (!span.isValid()) {
			return null;
		}
		String correlationId = CorrelationId.of(context);
		return new RequestIds(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex(),
				(correlationId != null) ? correlationId : span.getTraceId());
	}

	static @Nullable RequestIds of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof RequestIds ids) ? ids : null;
	}

	// By short names too, which a pattern of the access log can give
	void store(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
		request.setAttribute("trace_id", this.traceId);
		request.setAttribute("span_id", this.spanId);
		request.setAttribute("correlation_id", this.correlationId);
	}

	void toMdc(MdcKeys keys) {
		MDC.put(keys.traceId(), this.traceId);
		MDC.put(keys.spanId(), this.spanId);
		MDC.put(keys.traceFlags(), this.traceFlags);
		MDC.put(keys.correlationId(), this.correlationId);
	}

	static void removeFromMdc(MdcKeys keys) {
		MDC.remove(keys.traceId());
		MDC.remove(keys.spanId());
		MDC.remove(keys.traceFlags());
		MDC.remove(keys.correlationId());
	}

}
