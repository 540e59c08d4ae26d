// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

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
			String message = error.getMessage();
			span.recordException(error);
			span.setAttribute(ERROR_TYPE, error.getClass().getName());
			span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
		}
	}

}
