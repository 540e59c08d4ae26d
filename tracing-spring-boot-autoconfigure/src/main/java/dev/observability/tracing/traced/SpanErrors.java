// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import dev.observability.tracing.ExpectedException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * Notes on a span what was thrown: group {@code error} and the {@code exception} event of
 * the conventions. Step 6 of a request, on any thread.
 */
final class SpanErrors {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private SpanErrors() {
	}

	static void record(Span span, Throwable error) {
		if (span.isRecording()) {
			recordException(span, error);
			span.setAttribute(ERROR_TYPE, error.getClass().getName());
			span.setStatus(StatusCode.ERROR, message(error));
		}
	}

	// One of the application's own may fail to tell its message, or its causes
	private static void recordException(Span span, Throwable error) {
		try {
			span.recordException(error);
		}
		catch (Throwable ex) {
			ExpectedException.record(span, error);
		}
	}

	private static String message(Throwable error) {
		String message = ExpectedException.message(error);
		return (message != null) ? message : "";
	}

}
