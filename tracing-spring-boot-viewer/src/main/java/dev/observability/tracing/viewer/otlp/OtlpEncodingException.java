// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;

/**
 * Says that a body is compressed in a way other than gzip; the answer is 415. Its message
 * may be sent back. Thrown on the thread of the request.
 *
 * @since 0.1.0
 */
public final class OtlpEncodingException extends IOException {

	private static final long serialVersionUID = 1L;

	OtlpEncodingException() {
		super("The body is compressed in another way than gzip");
	}

}
