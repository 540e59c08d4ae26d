// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;

import org.springframework.util.ClassUtils;
import org.springframework.web.ErrorResponse;

/**
 * Tells the exceptions that are no failure of a method. Step 6 of a request, on the
 * thread on which the work ends.
 */
final class ExpectedErrors {

	private static final boolean WEB = ClassUtils.isPresent("org.springframework.web.ErrorResponse",
			ExpectedErrors.class.getClassLoader());

	private static final int FIRST_SERVER_ERROR = 500;

	private final List<Class<? extends Throwable>> named;

	ExpectedErrors(List<Class<? extends Throwable>> named) {
		this.named = List.copyOf(named);
	}

	boolean contains(Throwable error) {
		for (Class<? extends Throwable> type : this.named) {
			if (type.isInstance(error)) {
				return true;
			}
		}
		return WEB && Web.isCallersFault(error);
	}

	/** Loaded only where there is Spring Web. */
	private static final class Web {

		// One of the application's own may not know its status
		static boolean isCallersFault(Throwable error) {
			try {
				return error instanceof ErrorResponse response && response.getStatusCode().value() < FIRST_SERVER_ERROR;
			}
			catch (Throwable ex) {
				return false;
			}
		}

	}

}
