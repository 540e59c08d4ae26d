// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Says that a body is not what it is said to be; the answer is 400. Its message may be
 * sent back: it holds nothing of the body but positions. Thrown on the thread of the
 * request.
 *
 * @since 0.1.0
 */
public final class OtlpFormatException extends IOException {

	private static final long serialVersionUID = 1L;

	OtlpFormatException(String message) {
		this(message, null);
	}

	OtlpFormatException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
