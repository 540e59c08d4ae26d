// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.List;

import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * A trace as a line of the list.
 *
 * @param id its id
 * @param name name of its first span
 * @param service service of its first span
 * @param kind kind of its first span, as in OTLP
 * @param rootSpanId id of its first span, 0 where there is no span yet
 * @param complete whether the first span has no parent, and thus began the trace
 * @param services who took part, in the order in which they came
 * @param startNanos when its earliest span began, nanoseconds since the epoch
 * @param durationNanos until its latest span ended
 * @param spans number of spans
 * @param errors number of spans that failed
 * @param lines number of log lines
 * @param httpStatus status code of the answer, where the first span has one
 * @param droppedSpans spans that did not fit
 * @param droppedLines log lines that did not fit
 * @param pinned whether it stays
 * @param imported whether it came from a file
 * @since 0.1.0
 */
public record TraceSummary(TraceId id, String name, String service, int kind, long rootSpanId, boolean complete,
		List<Service> services, long startNanos, long durationNanos, int spans, int errors, int lines,
		@Nullable Long httpStatus, int droppedSpans, int droppedLines, boolean pinned, boolean imported) {

	/**
	 * A service that took part.
	 *
	 * @param name its name
	 * @param spans number of its spans
	 * @param errors number of those that failed
	 */
	public record Service(String name, int spans, int errors) {
	}

}
