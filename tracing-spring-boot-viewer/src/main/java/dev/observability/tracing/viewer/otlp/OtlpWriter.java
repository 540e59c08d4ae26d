// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes spans and log lines in the JSON form of OTLP, for the browser, for a file and
 * for another application. Each resource and each scope is written once. The thread of
 * the request.
 * <p>
 * Source: OTLP specification, "JSON Protobuf Encoding"; Protocol Buffers, "ProtoJSON
 * Format".
 *
 * @since 0.1.0
 */
public final class OtlpWriter {

	private static final JsonFactory FACTORY = new JsonFactory();

	private final JsonGenerator out;

	private final FieldsWriter fields;

	private OtlpWriter(JsonGenerator out) {
		this.out = out;
		this.fields = new FieldsWriter(out);
	}

	/**
	 * Writes the property {@code resourceSpans} of the current object.
	 * @param out within an object
	 * @param spans in any order
	 * @throws JacksonException where it cannot be written
	 */
	public static void resourceSpans(JsonGenerator out, Collection<SpanRecord> spans) {
		OtlpWriter writer = new OtlpWriter(out);
		writer.resources(new OriginGroups<>(spans, SpanRecord::origin), "resourceSpans", "scopeSpans", "spans",
				writer::span);
	}

	/**
	 * Writes the property {@code resourceLogs} of the current object.
	 * @param out within an object
	 * @param lines in any order
	 * @throws JacksonException where it cannot be written
	 */
	public static void resourceLogs(JsonGenerator out, Collection<LogLine> lines) {
		OtlpWriter writer = new OtlpWriter(out);
		writer.resources(new OriginGroups<>(lines, LogLine::origin), "resourceLogs", "scopeLogs", "logRecords",
				writer::line);
	}

	/**
	 * Writes an {@code ExportTraceServiceRequest}.
	 * @param spans in any order
	 * @return the body
	 */
	public static byte[] traces(Collection<SpanRecord> spans) {
		return bytes((out) -> resourceSpans(out, spans));
	}

	/**
	 * Writes an {@code ExportLogsServiceRequest}.
	 * @param lines in any order
	 * @return the body
	 */
	public static byte[] logs(Collection<LogLine> lines) {
		return bytes((out) -> resourceLogs(out, lines));
	}

	static byte[] bytes(Consumer<JsonGenerator> content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
			out.writeStartObject();
			content.accept(out);
			out.writeEndObject();
		}
		return bytes.toByteArray();
	}

	private <T> void resources(OriginGroups<T> groups, String resources, String scopes, String items,
			Consumer<T> item) {
		this.out.writeArrayPropertyStart(resources);
		for (Map.Entry<Fields, Map<Origin, List<T>>> resource : groups.resources().entrySet()) {
			this.out.writeStartObject();
			this.out.writeObjectPropertyStart("resource");
			this.fields.attributes(resource.getKey());
			this.out.writeEndObject();
			this.out.writeArrayPropertyStart(scopes);
			resource.getValue().forEach((scope, all) -> scope(scope, items, all, item));
			this.out.writeEndArray();
			this.out.writeEndObject();
		}
		this.out.writeEndArray();
	}

	private <T> void scope(Origin origin, String items, List<T> all, Consumer<T> item) {
		this.out.writeStartObject();
		this.out.writeObjectPropertyStart("scope");
		this.fields.text("name", origin.scopeName());
		this.fields.text("version", origin.scopeVersion());
		this.fields.attributes(origin.scope());
		this.out.writeEndObject();
		this.out.writeArrayPropertyStart(items);
		all.forEach(item);
		this.out.writeEndArray();
		this.out.writeEndObject();
	}

	private void span(SpanRecord span) {
		this.out.writeStartObject();
		this.out.writeStringProperty("traceId", span.trace().toString());
		spanId("spanId", span.id());
		this.fields.text("traceState", span.traceState());
		spanId("parentSpanId", span.parentId());
		number("flags", Integer.toUnsignedLong(span.flags()));
		this.fields.text("name", span.name());
		number("kind", span.kind());
		time("startTimeUnixNano", span.startNanos());
		time("endTimeUnixNano", span.endNanos());
		this.fields.attributes(span.fields());
		number("droppedAttributesCount", span.dropped().fields());
		parts("events", span.events(), this::event);
		number("droppedEventsCount", span.dropped().events());
		parts("links", span.links(), this::link);
		number("droppedLinksCount", span.dropped().links());
		status(span);
		this.out.writeEndObject();
	}

	private void status(SpanRecord span) {
		if (span.status() != 0 || !span.statusMessage().isEmpty()) {
			this.out.writeObjectPropertyStart("status");
			this.fields.text("message", span.statusMessage());
			number("code", span.status());
			this.out.writeEndObject();
		}
	}

	private void event(SpanRecord.Event event) {
		time("timeUnixNano", event.timeNanos());
		this.fields.text("name", event.name());
		this.fields.attributes(event.fields());
	}

	private void link(SpanRecord.Link link) {
		this.out.writeStringProperty("traceId", link.trace().toString());
		spanId("spanId", link.spanId());
		this.fields.attributes(link.fields());
	}

	private <P> void parts(String name, List<P> parts, Consumer<P> writer) {
		if (!parts.isEmpty()) {
			this.out.writeArrayPropertyStart(name);
			for (P part : parts) {
				this.out.writeStartObject();
				writer.accept(part);
				this.out.writeEndObject();
			}
			this.out.writeEndArray();
		}
	}

	private void line(LogLine line) {
		this.out.writeStartObject();
		time("timeUnixNano", line.timeNanos());
		number("severityNumber", line.severity());
		this.fields.text("severityText", line.severityText());
		this.out.writeName("body");
		this.fields.value(line.text());
		this.fields.attributes(line.fields());
		TraceId trace = line.trace();
		if (trace != null) {
			this.out.writeStringProperty("traceId", trace.toString());
			spanId("spanId", line.spanId());
		}
		this.out.writeEndObject();
	}

	private void spanId(String name, long id) {
		if (id != 0) {
			this.out.writeStringProperty(name, TraceId.spanId(id));
		}
	}

	private void number(String name, long number) {
		if (number != 0) {
			this.out.writeNumberProperty(name, number);
		}
	}

	// A number of 64 bits without sign, which JavaScript would round
	private void time(String name, long nanos) {
		if (nanos != 0) {
			this.out.writeStringProperty(name, Long.toUnsignedString(nanos));
		}
	}

}
