// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What an application's meters say about its spans and itself.
 *
 * @param lines of its scrape
 */
record SpanAccount(List<String> lines) {

	private static final String EXPORTED = "otel_sdk_exporter_span_exported_total";

	private static final String LOST = "tracing_export_lost_spans_total";

	// Sampled spans that ended
	long ended() {
		return sum("otel_sdk_span_started_total", (line) -> line.contains("\"RECORD_AND_SAMPLE\""))
				- sum("otel_sdk_span_live", (line) -> line.contains("\"RECORD_AND_SAMPLE\""));
	}

	long exported() {
		return sum(EXPORTED, (line) -> line.contains("error_type=\"none\""));
	}

	long lost() {
		return sum(LOST, (line) -> true);
	}

	Map<String, Long> lostByReason() {
		Map<String, Long> result = new TreeMap<>();
		this.lines.stream().filter((line) -> line.startsWith(LOST + "{")).forEach((line) -> {
			String reason = line.substring(line.indexOf("reason=\"") + 8,
					line.indexOf('"', line.indexOf("reason=\"") + 8));
			result.merge(reason, value(line), Long::sum);
		});
		result.values().removeIf((count) -> count == 0);
		return result;
	}

	long inFlight() {
		return sum("otel_sdk_exporter_span_inflight", (line) -> true);
	}

	boolean isSettled() {
		return inFlight() == 0 && ended() == exported() + lost();
	}

	long queuedBytes() {
		return sum("tracing_export_memory_used_bytes", (line) -> true);
	}

	// What may wait
	long queueBytes() {
		return sum("tracing_export_memory_max_bytes", (line) -> true);
	}

	long threads() {
		return sum("jvm_threads_live_threads", (line) -> true);
	}

	long openFiles() {
		return sum("process_files_open_files", (line) -> true);
	}

	private long sum(String name, Predicate<String> labels) {
		List<String> found = this.lines.stream()
			.filter((line) -> line.startsWith(name + "{") || line.startsWith(name + " "))
			.toList();
		if (found.isEmpty()) {
			throw new IllegalStateException("There is no meter " + name);
		}
		return found.stream().filter(labels).mapToLong(SpanAccount::value).sum();
	}

	private static long value(String line) {
		return Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
	}

}
