// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * The port of a URL, also where the scheme says it. Steps 2, 6 and 9 of a request.
 */
final class Ports {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	private Ports() {
	}

	static int of(URI uri) {
		int port = uri.getPort();
		if (port > 0) {
			return port;
		}
		return "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS : HTTP;
	}

	static String scheme(URI uri) {
		@Nullable String scheme = uri.getScheme();
		return (scheme != null) ? scheme : "http";
	}

}
