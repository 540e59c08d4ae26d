// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import dev.observability.tracing.propagation.CorrelationId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The ids of a request for what is logged after its span, step 4 of a request. Request
 * thread.
 * <p>
 * The access log gets texts by short names, which its pattern can give; all else waits
 * for a failure.
 *
 * @param span ids of the server span, not valid where requests are not observed
 * @param correlationId correlation id
 */
record RequestIds(SpanContext span, String correlationId) {

	private static final String ATTRIBUTE = RequestIds.class.getName();

	private static final String CORRELATION_ID = "correlation_id";

	// Each dispatch of a request has the same ids
	static void forAccessLog(ServletRequest request, Context context) {
		if (request.getDispatcherType() != DispatcherType.REQUEST && request.getAttribute(CORRELATION_ID) != null) {
			return;
		}
		String correlationId = CorrelationId.of(context);
		if (correlationId == null) {
			return;
		}
		request.setAttribute(CORRELATION_ID, correlationId);
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (span.isValid()) {
			request.setAttribute("trace_id", span.getTraceId());
			request.setAttribute("span_id", span.getSpanId());
		}
	}

	static void forFailure(ServletRequest request, Context context) {
		String correlationId = CorrelationId.of(context);
		if (correlationId != null) {
			request.setAttribute(ATTRIBUTE, new RequestIds(Span.fromContext(context).getSpanContext(), correlationId));
		}
	}

	static @Nullable RequestIds of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof RequestIds ids) ? ids : null;
	}

	void toMdc(MdcKeys keys) {
		if (this.span.isValid()) {
			MDC.put(keys.traceId(), this.span.getTraceId());
			MDC.put(keys.spanId(), this.span.getSpanId());
			MDC.put(keys.traceFlags(), this.span.getTraceFlags().asHex());
		}
		MDC.put(keys.correlationId(), this.correlationId);
	}

	static void removeFromMdc(MdcKeys keys) {
		MDC.remove(keys.traceId());
		MDC.remove(keys.spanId());
		MDC.remove(keys.traceFlags());
		MDC.remove(keys.correlationId());
	}

}
