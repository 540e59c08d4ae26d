// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;

/**
 * Says that a body is larger than allowed; the answer is 413. Its message may be sent
 * back. Thrown on the thread of the request.
 *
 * @since 0.1.0
 */
public final class OtlpTooLargeException extends IOException {

	private static final long serialVersionUID = 1L;

	OtlpTooLargeException(long limit) {
		super("The body has more than " + limit + " bytes");
	}

}
