// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

/**
 * The route of a request as the conventions want it: with the context path, which
 * Spring's patterns lack. Step 9 of a request, on the request thread.
 */
final class HttpRoutes {

	private HttpRoutes() {
	}

	static String of(String contextPath, String pattern) {
		if (contextPath.isEmpty()) {
			return pattern.isEmpty() ? "/" : pattern;
		}
		return contextPath + pattern;
	}

}
