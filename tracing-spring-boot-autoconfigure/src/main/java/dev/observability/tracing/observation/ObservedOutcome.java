// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Says when an observation failed: status and {@code error.type}. Steps 4, 6 and 9 of a
 * request, on the thread that observes.
 */
final class ObservedOutcome {

	/** An error is one. */
	static final ObservedDetail ERROR = (context, span) -> fail(context.getError(), span);

	/**
	 * An error is one, unless the caller has no right: as with the answer 401 or 403, the
	 * application did as it should.
	 */
	static final ObservedDetail ERROR_UNLESS_DENIED = (context, span) -> {
		Throwable error = context.getError();
		if (error == null || !isDenied(error)) {
			fail(error, span);
		}
	};

	private static final Set<String> DENIED = Set.of("org.springframework.security.core.AuthenticationException",
			"org.springframework.security.access.AccessDeniedException");

	/** What failed is the server that knows the users, not the user. */
	private static final String NOT_DENIED = "org.springframework.security.authentication.AuthenticationServiceException";

	private ObservedOutcome() {
	}

	/**
	 * An error is one, and so is a key value that says so.
	 * @param key key of the key value
	 * @param failures values that mean a failure
	 * @return the rule
	 */
	static ObservedDetail errorOr(String key, Set<String> failures) {
		return (context, span) -> {
			String value = ObservedValues.find(context, key);
			if (context.getError() != null) {
				fail(context.getError(), span);
			}
			else if (value != null && failures.contains(value)) {
				fail(value, span);
			}
		};
	}

	/**
	 * Only a key value says so.
	 * @param key key of the key value
	 * @param failures values that mean a failure
	 * @return the rule
	 */
	static ObservedDetail failure(String key, Set<String> failures) {
		return (context, span) -> {
			String value = word(context, key);
			if (value != null && failures.contains(value)) {
				fail(value, span);
			}
		};
	}

	static void fail(@Nullable Throwable error, Span span) {
		if (error != null) {
			String message = error.getMessage();
			span.setAttribute(ErrorAttributes.TYPE, error.getClass().getName());
			span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
		}
	}

	static void fail(String type, Span span) {
		span.setAttribute(ErrorAttributes.TYPE, type);
		span.setStatus(StatusCode.ERROR);
	}

	private static @Nullable String word(Observation.Context context, String key) {
		KeyValue keyValue = context.getLowCardinalityKeyValue(key);
		return (keyValue != null) ? keyValue.getValue() : null;
	}

	// By name: the library need not be there
	private static boolean isDenied(Throwable error) {
		boolean denied = false;
		for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
			if (NOT_DENIED.equals(type.getName())) {
				return false;
			}
			denied = denied || DENIED.contains(type.getName());
		}
		return denied;
	}

}
