// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import dev.observability.tracing.propagation.CorrelationId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a filter knows of one request: the correlation id, and the ids of the server span
 * where there is one. Made once at step 5 of a request, on the request thread.
 * <p>
 * Both parts have been checked or made here, so they may be written anywhere.
 *
 * @param correlationId the id that was sent, else the trace id, else a new one of 32 hex
 * digits
 * @param span ids of the server span, not valid where requests are not observed
 */
record CorrelationFacts(String correlationId, SpanContext span) {

	/** Name of the request attribute that keeps them for later dispatches. */
	static final String ATTRIBUTE = CorrelationFacts.class.getName();

	/**
	 * Makes them.
	 * @param sent the id that step 2 found, or {@code null} where it found none or its
	 * finding is not known
	 * @param span the server span, or the invalid one
	 * @param reader reads the id again
	 * @param request the request
	 * @param getter how to get at its headers
	 * @param <C> type of the request
	 * @return the facts
	 */
	static <C> CorrelationFacts of(@Nullable String sent, Span span, CorrelationReader reader, C request,
			TextMapGetter<C> getter) {
		SpanContext ids = span.getSpanContext();
		if (sent != null) {
			return new CorrelationFacts(sent, ids);
		}
		if (!ids.isValid()) {
			String id = reader.read(request, getter);
			return new CorrelationFacts((id != null) ? id : IdGenerator.random().generateTraceId(), ids);
		}
		String id = reader.readAgain(request, getter);
		if (id == null) {
			return new CorrelationFacts(ids.getTraceId(), ids);
		}
		// Nobody handed the id to the span: there is no propagation, as in most tests, or
		// the application has tracing handlers of its own
		span.setAttribute(CorrelationSpanProcessor.ATTRIBUTE, id);
		return new CorrelationFacts(id, ids);
	}

	/**
	 * Returns the trace id.
	 * @return 32 lower-case hex digits, or {@code null} where there is no trace
	 */
	@Nullable String traceId() {
		return this.span.isValid() ? this.span.getTraceId() : null;
	}

	/**
	 * Returns the metric that names the trace, as W3C Trace Context's draft of level 3
	 * has it in "Trace Context Server Timing Metric Format".
	 * @return such as
	 * {@code trace;desc=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01}, or
	 * {@code null} where there is no trace
	 */
	@Nullable String serverTiming() {
		if (!this.span.isValid()) {
			return null;
		}
		return "trace;desc=00-" + this.span.getTraceId() + "-" + this.span.getSpanId() + "-"
				+ this.span.getTraceFlags().asHex();
	}

	/**
	 * Returns a context that carries the correlation id.
	 * @param context any context
	 * @return the same one where it carries the id already
	 */
	Context in(Context context) {
		return this.correlationId.equals(CorrelationId.of(context)) ? context
				: CorrelationId.with(context, this.correlationId);
	}

}
