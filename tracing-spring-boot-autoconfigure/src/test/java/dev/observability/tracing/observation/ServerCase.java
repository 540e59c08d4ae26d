// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A request and what its server span has to be.
 *
 * @param line method and target
 * @param name name of the span
 * @param status status of the response
 * @param code status of the span
 * @param errorType the attribute, or {@code null}
 * @param event type of the recorded exception with "+trace" where it has a stack trace,
 * or {@code null}
 */
record ServerCase(String line, String name, int status, StatusCode code, @Nullable String errorType,
		@Nullable String event) {

	static ServerCase fine(String line, String name, int status) {
		return new ServerCase(line, name, status, StatusCode.UNSET, null, null);
	}

	static ServerCase callersFault(String line, String name, int status, @Nullable Class<?> event) {
		return new ServerCase(line, name, status, StatusCode.UNSET, null,
				(event != null) ? event.getCanonicalName() : null);
	}

	static ServerCase failed(String line, String name, int status, Class<?> error) {
		return new ServerCase(line, name, status, StatusCode.ERROR, error.getName(),
				error.getCanonicalName() + "+trace");
	}

	static ServerCase failed(String line, String name, int status) {
		return new ServerCase(line, name, status, StatusCode.ERROR, Integer.toString(status), null);
	}

	@Override
	public String toString() {
		return this.line;
	}

}
