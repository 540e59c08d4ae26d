// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import dev.observability.tracing.propagation.CorrelationId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadableSpan;
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

	/** Name of the attribute of a reactive exchange that keeps them. */
	static final String ATTRIBUTE = CorrelationFacts.class.getName();

	/**
	 * Makes them for a request that is observed.
	 * @param sent the id that step 2 found, or {@code null} where nobody sent one
	 * @param span the server span
	 * @return the facts
	 */
	static CorrelationFacts observed(@Nullable String sent, Span span) {
		SpanContext ids = span.getSpanContext();
		if (sent == null) {
			return new CorrelationFacts(ids.getTraceId(), ids);
		}
		if (lacksSentId(span)) {
			span.setAttribute(CorrelationSpanProcessor.ATTRIBUTE, sent);
		}
		return new CorrelationFacts(sent, ids);
	}

	// Micrometer's own handler begins the span outside of what was read
	private static boolean lacksSentId(Span span) {
		if (!(span instanceof ReadableSpan readable)) {
			return true;
		}
		String id = readable.getAttribute(CorrelationSpanProcessor.ATTRIBUTE);
		return id == null || id.equals(span.getSpanContext().getTraceId());
	}

	/**
	 * Makes them for a request that is not observed, which nobody read yet.
	 * @param reader reads the id
	 * @param request the request
	 * @param getter how to get at its headers
	 * @param <C> type of the request
	 * @return the facts
	 */
	static <C> CorrelationFacts unobserved(CorrelationReader reader, C request, TextMapGetter<C> getter) {
		String id = reader.read(request, getter);
		return new CorrelationFacts((id != null) ? id : IdGenerator.random().generateTraceId(),
				SpanContext.getInvalid());
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
