// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.List;

import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;

/**
 * A trace with all that is known of it at one moment.
 *
 * @param summary its line in the list
 * @param spans its spans, in the order in which they ended
 * @param lines its log lines, in the order in which they came
 * @since 0.1.0
 */
public record TraceView(TraceSummary summary, List<SpanRecord> spans, List<LogLine> lines) {
}
