// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * The {@code exception} event of the conventions for what is no fault of the application,
 * such as a request that did not validate. Steps 6 and 9 of a request, on the thread that
 * ends the span.
 *
 * @since 0.1.0
 */
public final class ExpectedException {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");

	private ExpectedException() {
	}

	/**
	 * Records an exception without its stack trace, which is what costs.
	 * @param span the span
	 * @param exception the exception
	 */
	public static void record(Span span, Throwable exception) {
		String message = message(exception);
		String type = type(exception);
		span.addEvent("exception",
				(message != null) ? Attributes.of(TYPE, type, MESSAGE, message) : Attributes.of(TYPE, type));
	}

	/**
	 * Returns the message of an exception.
	 * @param exception the exception
	 * @return its message, or {@code null} where there is none or it throws
	 */
	public static @Nullable String message(Throwable exception) {
		try {
			return exception.getMessage();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	// As the SDK names it
	private static String type(Throwable exception) {
		String canonical = exception.getClass().getCanonicalName();
		return (canonical != null) ? canonical : exception.getClass().getName();
	}

}
