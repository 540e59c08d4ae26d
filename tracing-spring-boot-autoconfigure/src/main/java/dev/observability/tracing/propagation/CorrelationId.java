// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * The correlation id of what runs: the one that a caller sent, else the trace id. Steps 2
 * to 7 of a request, on any thread; never throws.
 * <p>
 * It travels in the OpenTelemetry context and never in W3C baggage, which goes to every
 * host. That an id that nobody sent is the trace id makes it the same in all services of
 * a trace, also behind one that drops the header, and costs nothing to make.
 *
 * @since 0.1.0
 */
public final class CorrelationId {

	/** Name of the span attribute; ours, no convention knows one. */
	public static final String ATTRIBUTE = "correlation.id";

	private static final ContextKey<String> KEY = ContextKey.named("tracing-correlation-id");

	private CorrelationId() {
	}

	/**
	 * Returns the correlation id of a context.
	 * @param context any context
	 * @return 1 to 128 characters of {@code [A-Za-z0-9._:-]}, or {@code null} where
	 * nobody sent one and there is no trace
	 */
	public static @Nullable String of(Context context) {
		String id = context.get(KEY);
		if (id != null) {
			return id;
		}
		SpanContext span = Span.fromContext(context).getSpanContext();
		return span.isValid() ? span.getTraceId() : null;
	}

	/**
	 * Returns a context with the id that a caller sent.
	 * @param context any context
	 * @param id the id, already checked
	 * @return a context that carries it
	 */
	public static Context with(Context context, String id) {
		return context.with(KEY, id);
	}

}
