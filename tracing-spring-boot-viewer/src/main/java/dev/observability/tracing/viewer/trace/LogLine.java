// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import org.jspecify.annotations.Nullable;

/**
 * A log line, as the page knows it. Immutable.
 *
 * @param trace trace in which it was logged, {@code null} outside of any
 * @param spanId span in which it was logged, 0 outside of any
 * @param timeNanos nanoseconds since the epoch
 * @param severity as in OTLP: 1 to 4 trace, to 8 debug, to 12 info, to 16 warn, to 20
 * error, to 24 fatal, 0 unknown
 * @param severityText the level by its name
 * @param text the message
 * @param fields what else is known, such as {@code exception.stacktrace}
 * @param origin who said it; the scope is the logger
 * @since 0.1.0
 */
public record LogLine(@Nullable TraceId trace, long spanId, long timeNanos, int severity, String severityText,
		String text, Fields fields, Origin origin) {

	/** Characters of a level at most. */
	public static final int MAX_SEVERITY_TEXT = 64;

	/** Characters of a message at most. */
	public static final int MAX_TEXT = 2048;

	/**
	 * Returns the same line of another origin.
	 * @param origin who said it
	 * @return a copy
	 */
	public LogLine of(Origin origin) {
		return new LogLine(this.trace, this.spanId, this.timeNanos, this.severity, this.severityText, this.text,
				this.fields, origin);
	}

}
