// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

/**
 * Hears how long each attempt took to send something. Threads of the sender; must not
 * wait.
 */
interface AttemptClock {

	/** Of those whose time nobody wants to know. */
	AttemptClock NONE = (outcome, nanos) -> {
	};

	/**
	 * Hears of an attempt.
	 * @param outcome how it ended
	 * @param nanos how long it took
	 */
	void ended(SendOutcome outcome, long nanos);

}
