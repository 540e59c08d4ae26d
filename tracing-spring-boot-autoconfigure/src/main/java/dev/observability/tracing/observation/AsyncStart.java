// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import org.jspecify.annotations.Nullable;

/**
 * What was known of a request when it became asynchronous. Made at step 4 of a request,
 * on the request thread; read wherever it ends.
 */
final class AsyncStart {

	private final String method;

	private final @Nullable String pattern;

	private final @Nullable String route;

	private final int status;

	private volatile boolean forgotten;

	/**
	 * Keeps what is known.
	 * @param method method of the request
	 * @param pattern pattern that matched, or {@code null} where none did yet
	 * @param route route as it is known, or {@code null}
	 * @param status status of the answer, or 0 where none was sent yet
	 */
	AsyncStart(String method, @Nullable String pattern, @Nullable String route, int status) {
		this.method = method;
		this.pattern = pattern;
		this.route = route;
		this.status = status;
	}

	String method() {
		return this.method;
	}

	@Nullable String pattern() {
		return this.pattern;
	}

	@Nullable String route() {
		return this.route;
	}

	int status() {
		return this.status;
	}

	/** From now on the request and its response must not be asked any more. */
	void forget() {
		this.forgotten = true;
	}

	boolean isForgotten() {
		return this.forgotten;
	}

}
