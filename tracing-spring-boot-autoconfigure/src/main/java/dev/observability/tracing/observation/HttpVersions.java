// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import org.jspecify.annotations.Nullable;

/**
 * The version of HTTP as the conventions write it. Step 9 of a request, on the request
 * thread.
 */
final class HttpVersions {

	private static final String PREFIX = "HTTP/";

	private HttpVersions() {
	}

	/**
	 * Returns the version.
	 * @param protocol protocol as in a request line, such as {@code HTTP/1.1}
	 * @return {@code 1.1}, {@code 2}, {@code 3}, or {@code null} for what is not HTTP
	 */
	static @Nullable String of(@Nullable String protocol) {
		if (protocol == null || !protocol.startsWith(PREFIX)) {
			return null;
		}
		return switch (protocol) {
			case "HTTP/1.1" -> "1.1";
			case "HTTP/2.0", "HTTP/2" -> "2";
			case "HTTP/3.0", "HTTP/3" -> "3";
			default -> protocol.substring(PREFIX.length());
		};
	}

}
