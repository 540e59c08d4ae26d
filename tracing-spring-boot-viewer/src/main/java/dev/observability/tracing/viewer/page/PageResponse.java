// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the page. Step 11 of a request, on the thread that answers.
 *
 * @param status the status code
 * @param headers names and values, each once
 * @param body what is sent, maybe nothing
 * @param problem why there is no better answer, {@code null} where there is one
 * @since 0.1.0
 */
public record PageResponse(int status, Map<String, String> headers, byte[] body, @Nullable String problem) {

	static final int OK = 200;

	static final int NO_CONTENT = 204;

	static final int REDIRECT = 302;

	static final int BAD_REQUEST = 400;

	static final int UNAUTHORIZED = 401;

	static final int FORBIDDEN = 403;

	static final int NOT_FOUND = 404;

	static final int METHOD_NOT_ALLOWED = 405;

	static final int TOO_LARGE = 413;

	static final int UNSUPPORTED_TYPE = 415;

	static final int TOO_MANY = 429;

	static final int UNAVAILABLE = 503;

	static final int FAILED = 500;

	private static final byte[] NOTHING = new byte[0];

	static PageResponse of(int status) {
		return new PageResponse(status, Map.of(), NOTHING, null);
	}

	static PageResponse json(int status, byte[] body) {
		return of(status, "application/json", body);
	}

	static PageResponse of(int status, String type, byte[] body) {
		return of(status).as(type, body);
	}

	/**
	 * Makes an answer that says why there is none.
	 * @param status the status code
	 * @param message what is wrong, in plain words, without anything of the request
	 * @return an object with the message
	 */
	static PageResponse error(int status, String message) {
		return new PageResponse(status, Map.of(), NOTHING, message).as("application/json",
				Json.object((json) -> json.writeStringProperty("error", message)));
	}

	PageResponse as(String type, byte[] body) {
		PageResponse typed = with("Content-Type", type).with("Cache-Control", "no-store");
		return new PageResponse(this.status, typed.headers, body, this.problem);
	}

	PageResponse with(String name, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.put(name, value);
		return new PageResponse(this.status, more, this.body, this.problem);
	}

}
