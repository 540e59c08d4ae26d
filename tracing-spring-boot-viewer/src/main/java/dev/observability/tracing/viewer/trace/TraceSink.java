// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import org.jspecify.annotations.Nullable;

/**
 * Takes spans and log lines, wherever they came from. Any thread.
 *
 * @since 0.1.0
 */
public interface TraceSink {

	/**
	 * Takes a span.
	 * @param span a span that has ended
	 */
	void span(SpanRecord span);

	/**
	 * Takes a log line.
	 * @param line a line; one outside of any trace may be ignored
	 */
	void line(LogLine line);

	/**
	 * Says what a line may tell of what was logged with a structure, before that becomes
	 * a text, in which nobody knows the keys any more.
	 * @param body a list or {@link Fields}
	 * @return the same, or what is left of it
	 */
	default @Nullable Object body(Object body) {
		return body;
	}

}
