// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.TraceId;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log line, within the bounds of the page. For one line; the thread of the
 * request.
 */
final class LineReader {

	private static final List<String> SEVERITIES = severities();

	/** Where it was before the record had a field for it. */
	private static final String EVENT_NAME = "event.name";

	private final OtlpSource source;

	private final TraceSink sink;

	private final FieldsReader fields;

	private @Nullable TraceId trace;

	private long spanId;

	private long timeNanos;

	private long observedNanos;

	private int severity;

	private String severityText = "";

	private String text = "";

	private String eventName = "";

	private LineReader(OtlpSource source, TraceSink sink) {
		this.source = source;
		this.sink = sink;
		this.fields = new FieldsReader(source);
	}

	/**
	 * Reads the log record that is the value of the current field.
	 * @param source where it stands
	 * @param origin who says it, as far as it is known by now
	 * @param sink takes the line later
	 * @return outside of any trace where it has no valid trace id
	 * @throws IOException where it cannot be read
	 */
	static LogLine read(OtlpSource source, Origin origin, TraceSink sink) throws IOException {
		LineReader reader = new LineReader(source, sink);
		int outer = source.open();
		for (int field = source.next(OtlpSchema.LOG_RECORD); field != 0; field = source.next(OtlpSchema.LOG_RECORD)) {
			reader.read(field);
		}
		source.close(outer);
		return reader.build(origin);
	}

	private LogLine build(Origin origin) {
		if (!this.eventName.isEmpty()) {
			this.fields.put(EVENT_NAME, this.eventName);
		}
		return new LogLine(this.trace, (this.trace != null) ? this.spanId : 0,
				(this.timeNanos != 0) ? this.timeNanos : this.observedNanos, this.severity, this.severityText,
				this.text, this.fields.build(), origin);
	}

	private void read(int field) throws IOException {
		switch (field) {
			case 1 -> {
				this.timeNanos = this.source.fixed64();
			}
			case 2 -> {
				this.severity = this.source.constant(SEVERITIES);
			}
			case 3 -> {
				this.severityText = this.source.text(LogLine.MAX_SEVERITY_TEXT);
			}
			case 5 -> {
				this.text = BodyText.of(this.fields.value(), this.sink);
			}
			case 6 -> this.fields.read();
			case 9 -> {
				this.trace = this.source.traceId();
			}
			case 10 -> {
				this.spanId = this.source.spanId();
			}
			case 11 -> {
				this.observedNanos = this.source.fixed64();
			}
			default -> {
				this.eventName = this.source.text(FieldsBuilder.MAX_TEXT);
			}
		}
	}

	private static List<String> severities() {
		List<String> names = new ArrayList<>(List.of("SEVERITY_NUMBER_UNSPECIFIED"));
		for (String level : List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")) {
			for (String step : List.of("", "2", "3", "4")) {
				names.add("SEVERITY_NUMBER_" + level + step);
			}
		}
		return List.copyOf(names);
	}

}
