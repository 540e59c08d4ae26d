// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import org.jspecify.annotations.Nullable;

/**
 * A job that has not ended, as the page knows it.
 *
 * @param trace its trace
 * @param spanId its span
 * @param service who runs it
 * @param name its name
 * @param id id of the run, if it has one
 * @param startNanos nanoseconds since the epoch
 * @param percent how much is done, if it said so
 * @param message what is being done, if it said so
 * @param attempt number of this attempt, if it has one
 * @param worker who works on it, if it has a name
 * @since 0.1.0
 */
public record RunningJob(TraceId trace, long spanId, String service, String name, @Nullable String id, long startNanos,
		@Nullable Double percent, @Nullable String message, @Nullable Long attempt, @Nullable String worker) {

	/** Characters of each of its texts at most. */
	public static final int MAX_TEXT = 255;

}
