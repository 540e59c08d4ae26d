// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Set;

import io.opentelemetry.api.trace.SpanBuilder;

/**
 * The method of a request under its bounded names. Steps 2 and 6 of a request.
 * <p>
 * A method that nobody registered would let callers make names of spans; the conventions
 * say {@code _OTHER} for it and keep the original beside.
 */
final class HttpMethods {

	private static final String OTHER = "_OTHER";

	private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
			"TRACE", "PATCH", "QUERY");

	private HttpMethods() {
	}

	/**
	 * Returns the method as the first word of a span's name.
	 * @param method method of the request
	 * @return the method, or {@code HTTP} for one that is not registered
	 */
	static String name(String method) {
		return KNOWN.contains(method) ? method : "HTTP";
	}

	static void set(SpanBuilder span, String method) {
		if (KNOWN.contains(method)) {
			span.setAttribute(HttpAttributes.REQUEST_METHOD, method);
		}
		else {
			span.setAttribute(HttpAttributes.REQUEST_METHOD, OTHER);
			span.setAttribute(HttpAttributes.REQUEST_METHOD_ORIGINAL, method);
		}
	}

}
