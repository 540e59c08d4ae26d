// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;

/**
 * Makes spans and log lines for tests.
 */
public final class Spans {

	private static final long MILLI = 1_000_000;

	private final TraceId trace;

	private Spans(TraceId trace) {
		this.trace = trace;
	}

	public static Spans of(long trace) {
		return new Spans(new TraceId(0x0af7651916cd43ddL, trace));
	}

	public TraceId trace() {
		return this.trace;
	}

	public static Origin origin(String service) {
		return new Origin(new FieldsBuilder().put("service.name", service).build(), "test", "1", Fields.EMPTY);
	}

	public SpanRecord root(String name) {
		return span(1, 0, name, 0, 10, 0);
	}

	public SpanRecord failed(String name) {
		return span(1, 0, name, 0, 10, SpanRecord.ERROR);
	}

	public SpanRecord span(long id, long parent, String name, long startMillis, long endMillis, int status) {
		return span(id, parent, name, startMillis, endMillis, status, Fields.EMPTY);
	}

	public SpanRecord span(long id, long parent, String name, long startMillis, long endMillis, int status,
			Fields fields) {
		return new SpanRecord(this.trace, id, parent, 0x101, "", origin("orders"), name, SpanRecord.SERVER,
				startMillis * MILLI, endMillis * MILLI, status, "", fields, List.of(), List.of(),
				SpanRecord.Dropped.NONE);
	}

	public LogLine line(long span, String text) {
		return new LogLine(this.trace, span, 0, 9, "INFO", text, Fields.EMPTY, origin("orders"));
	}

	public static List<String> names(TraceList list) {
		List<String> names = new ArrayList<>();
		list.traces().forEach((trace) -> names.add(trace.name()));
		return names;
	}

}
