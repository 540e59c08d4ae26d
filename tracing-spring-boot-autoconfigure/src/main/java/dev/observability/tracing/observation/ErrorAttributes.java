// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;

/**
 * What the conventions know of errors: group {@code error} and the {@code exception}
 * event. Steps 6 and 9 of a request, on the thread that observes.
 */
final class ErrorAttributes {

	static final AttributeKey<String> TYPE = AttributeKey.stringKey("error.type");

	private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");

	private ErrorAttributes() {
	}

	/**
	 * Records an exception without its stack trace, which is what costs: for those that
	 * are no fault of the application, such as a request that did not validate.
	 * @param span the span
	 * @param exception the exception
	 */
	static void addEvent(Span span, Throwable exception) {
		String message = exception.getMessage();
		String type = type(exception);
		span.addEvent("exception", (message != null) ? Attributes.of(EXCEPTION_TYPE, type, EXCEPTION_MESSAGE, message)
				: Attributes.of(EXCEPTION_TYPE, type));
	}

	// As the SDK names it
	private static String type(Throwable exception) {
		String canonical = exception.getClass().getCanonicalName();
		return (canonical != null) ? canonical : exception.getClass().getName();
	}

}
