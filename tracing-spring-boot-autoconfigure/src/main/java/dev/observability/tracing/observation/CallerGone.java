// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Set;

import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Tells errors that mean that the caller of a request went away, which is no fault of the
 * application. Step 9 of a request, on the thread that observes.
 */
final class CallerGone {

	/**
	 * What only containers and Spring throw, and only for the connection to the caller.
	 */
	private static final Set<String> CERTAIN = Set.of("org.apache.catalina.connector.ClientAbortException",
			"org.springframework.web.context.request.async.AsyncRequestNotUsableException");

	/** Nobody nests errors deeper; a cause may also lead in a circle. */
	private static final int MAX_CAUSES = 20;

	private CallerGone() {
	}

	/**
	 * Whether the caller went away for sure.
	 * @param error error of the request
	 * @return whether the container said so
	 */
	static boolean isCertain(Throwable error) {
		Throwable cause = error;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (CERTAIN.contains(cause.getClass().getName())) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	/**
	 * Whether a connection broke, most likely the caller's when the answer had begun.
	 * @param error error of the request
	 * @return whether it looks like it
	 */
	static boolean isLikely(Throwable error) {
		return isCertain(error) || DisconnectedClientHelper.isClientDisconnectedException(error);
	}

}
