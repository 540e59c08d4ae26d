// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.List;
import java.util.Map;

/**
 * What a query found, and what is kept in all.
 *
 * @param sequence number of the last change
 * @param total number of traces
 * @param matched number of traces that the query asks for
 * @param traces the first of them
 * @param services names of all services
 * @param spans number of all spans
 * @param lines number of all log lines
 * @param bytes memory of all traces
 * @param losses what is missing, by reason
 * @since 0.1.0
 */
public record TraceList(long sequence, int total, int matched, List<TraceSummary> traces, List<String> services,
		int spans, int lines, long bytes, Map<RingLoss, Long> losses) {
}
