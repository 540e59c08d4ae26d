// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.util.Locale;

/**
 * How a run of a job ended. Step 6 of a request, on the thread on which it ends.
 *
 * @since 0.1.0
 */
public enum JobResult {

	/** It came to its end. */
	COMPLETED,

	/** It threw. */
	FAILED,

	/** Nobody waited for it any more. */
	CANCELLED;

	private final String text = name().toLowerCase(Locale.ROOT);

	String text() {
		return this.text;
	}

}
