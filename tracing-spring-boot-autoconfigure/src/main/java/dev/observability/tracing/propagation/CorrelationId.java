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

	/** Twice a UUID with room for a prefix; longer ones are no ids but cargo. */
	public static final int MAX_CHARACTERS = 128;

	private static final boolean[] ALLOWED = allowed();

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
		String id = sent(context);
		if (id != null) {
			return id;
		}
		SpanContext span = Span.fromContext(context).getSpanContext();
		return span.isValid() ? span.getTraceId() : null;
	}

	/**
	 * Returns the correlation id that a caller sent.
	 * @param context any context
	 * @return 1 to 128 characters of {@code [A-Za-z0-9._:-]}, or {@code null} where
	 * nobody sent one
	 */
	public static @Nullable String sent(Context context) {
		return context.get(KEY);
	}

	/**
	 * Returns a context with the id that a caller sent.
	 * @param context any context
	 * @param id the id
	 * @return a context that carries it; the same one where the id is not
	 * {@linkplain #isValid(String) valid}
	 */
	public static Context with(Context context, String id) {
		return isValid(id) ? context.with(KEY, id) : context;
	}

	/**
	 * Whether a text may be a correlation id. It goes into log lines, headers and span
	 * attributes as it is, so nothing passes that means something to any of them: no line
	 * break, blank, quote, comma, sign of markup, and nothing beyond ASCII.
	 * @param id any text
	 * @return whether it has 1 to 128 characters, all of {@code [A-Za-z0-9._:-]}
	 */
	public static boolean isValid(@Nullable String id) {
		if (id == null || id.isEmpty() || id.length() > MAX_CHARACTERS) {
			return false;
		}
		for (int i = 0; i < id.length(); i++) {
			char character = id.charAt(i);
			if (character >= ALLOWED.length || !ALLOWED[character]) {
				return false;
			}
		}
		return true;
	}

	private static boolean[] allowed() {
		boolean[] allowed = new boolean[128];
		String characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";
		for (int i = 0; i < characters.length(); i++) {
			allowed[characters.charAt(i)] = true;
		}
		return allowed;
	}

}
