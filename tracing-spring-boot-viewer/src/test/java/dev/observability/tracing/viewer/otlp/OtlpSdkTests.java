// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpReader}: what OpenTelemetry's own exporter sends is read as it
 * was.
 */
class OtlpSdkTests {

	/**
	 * What {@code TraceRequestMarshaler.writeJsonTo} of OpenTelemetry 1.62 wrote for
	 * {@link SdkSamples#spans}, which needs a Jackson that is not here; with line breaks.
	 */
	private static final String TRACES = """
			{"resourceSpans":[{"resource":{"attributes":[{"key":"host.cpus","value":{"intValue":"2"}},{"key":"service.name",
			"value":{"stringValue":"orders"}}]},"scopeSpans":[{"scope":{"name":"scope","version":"1.0","attributes":[{
			"key":"short","value":{"boolValue":true}}]},"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"ffffffffffffffff",
			"traceState":"other@system=a:b,vendor=1","parentSpanId":"00f067aa0ba902b7","name":"GET /orders \u20ac","kind":2,
			"startTimeUnixNano":"1790000000000000001","endTimeUnixNano":"1790000000123456789","attributes":[{"key":"booleans",
			"value":{"arrayValue":{"values":[{"boolValue":true},{"boolValue":false}]}}},{"key":"endless","value":{
			"doubleValue":"-Infinity"}},{"key":"fraction","value":{"doubleValue":-0.1}},{"key":"fractions","value":{
			"arrayValue":{"values":[{"doubleValue":1.5},{"doubleValue":0.0}]}}},{"key":"least","value":{"intValue":"-9223372036854775808"}},
			{"key":"no","value":{"boolValue":false}},{"key":"no number","value":{"doubleValue":"NaN"}},{"key":"none",
			"value":{"arrayValue":{"values":[]}}},{"key":"number","value":{"intValue":"1"}},{"key":"numbers","value":{
			"arrayValue":{"values":[{"intValue":"1"},{"intValue":"9223372036854775807"}]}}},{"key":"structure","value":{
			"kvlistValue":{"values":[{"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"doubleValue":2.5}]}}},
			{"key":"bytes","value":{"bytesValue":"AP8="}},{"key":"nothing","value":{}},{"key":"map","value":{
			"kvlistValue":{"values":[{"key":"k","value":{"stringValue":"v"}}]}}}]}}},{"key":"text","value":{
			"stringValue":"\u00e4\\uD83D\\uDE00 \\"quoted\\"\\\\"}},{"key":"texts","value":{"arrayValue":{"values":[{"stringValue":"a"},
			{"stringValue":""}]}}},{"key":"whole","value":{"doubleValue":1.0}}],"droppedAttributesCount":186,"events":[{
			"timeUnixNano":"5","name":"exception","attributes":[{"key":"a","value":{"stringValue":"b"}}],
			"droppedAttributesCount":8}],"droppedEventsCount":99,"links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736",
			"spanId":"00f067aa0ba902b7","traceState":"other@system=a:b,vendor=1","attributes":[{"key":"l","value":{
			"intValue":"1"}}],"droppedAttributesCount":3,"flags":769}],"droppedLinksCount":6,"status":{"message":"a problem",
			"code":2},"flags":769}],"schemaUrl":"https://schema/2"}],"schemaUrl":"https://schema/1"},{"resource":{
			"attributes":[]},"scopeSpans":[{"scope":{"attributes":[]},"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736",
			"spanId":"0000000000000001","kind":1,"endTimeUnixNano":"1","attributes":[],"events":[],"links":[],"status":{
			},"flags":256}]}]}]}""";

	/** Likewise, for {@link SdkSamples#lines}. */
	private static final String LOGS = """
			{"resourceLogs":[{"resource":{"attributes":[{"key":"host.cpus","value":{"intValue":"2"}},{"key":"service.name",
			"value":{"stringValue":"orders"}}]},"scopeLogs":[{"scope":{"name":"scope","version":"1.0","attributes":[{
			"key":"short","value":{"boolValue":true}}]},"logRecords":[{"timeUnixNano":"1000000000",
			"observedTimeUnixNano":"2000000000","severityNumber":13,"severityText":"WARN","body":{"stringValue":"hello"},
			"attributes":[{"key":"thread.name","value":{"stringValue":"main"}}],"droppedAttributesCount":-1,"flags":1,
			"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}],"schemaUrl":"https://schema/2"}],
			"schemaUrl":"https://schema/1"}]}""";

	private static final TraceId TRACE = new TraceId(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L);

	private static final Origin ORIGIN = new Origin(
			new FieldsBuilder().put("host.cpus", 2L).put("service.name", "orders").build(), "scope", "1.0",
			new FieldsBuilder().put("short", true).build());

	@Test
	void spansOfTheSdkAreReadFromProtobuf() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		TraceRequestMarshaler.create(SdkSamples.spans()).writeBinaryTo(body);
		assertSpans(CollectedSink.spans(OtlpFormat.PROTOBUF, body.toByteArray()));
	}

	@Test
	void spansOfTheSdkAreReadFromJson() throws IOException {
		assertSpans(CollectedSink.spans(OtlpFormat.JSON, TRACES.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void logLinesOfTheSdkAreReadFromProtobuf() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		LogsRequestMarshaler.create(SdkSamples.lines()).writeBinaryTo(body);
		assertLines(CollectedSink.lines(OtlpFormat.PROTOBUF, body.toByteArray()));
	}

	@Test
	void logLinesOfTheSdkAreReadFromJson() throws IOException {
		assertLines(CollectedSink.lines(OtlpFormat.JSON, LOGS.getBytes(StandardCharsets.UTF_8)));
	}

	private static void assertSpans(List<SpanRecord> spans) {
		SpanRecord first = new SpanRecord(TRACE, -1, 0xf067aa0ba902b7L, 0x301, "other@system=a:b,vendor=1", ORIGIN,
				"GET /orders \u20ac", 2, 1_790_000_000_000_000_001L, 1_790_000_000_123_456_789L, 2, "a problem",
				everyType(), List.of(new SpanRecord.Event(5, "exception", new FieldsBuilder().put("a", "b").build())),
				List.of(new SpanRecord.Link(TRACE, 0xf067aa0ba902b7L, new FieldsBuilder().put("l", 1L).build())),
				new SpanRecord.Dropped(186 + 8 + 3, 99, 6));
		SpanRecord second = new SpanRecord(TRACE, 1, 0, 0x100, "", new Origin(Fields.EMPTY, "", "", Fields.EMPTY), "",
				1, 0, 1, 0, "", Fields.EMPTY, List.of(), List.of(), SpanRecord.Dropped.NONE);
		assertThat(spans).containsExactlyInAnyOrder(first, second);
	}

	private static Fields everyType() {
		return new FieldsBuilder().put("booleans", List.of(true, false))
			.put("endless", Double.NEGATIVE_INFINITY)
			.put("fraction", -0.1)
			.put("fractions", List.of(1.5, 0.0))
			.put("least", Long.MIN_VALUE)
			.put("no", false)
			.put("no number", Double.NaN)
			.put("none", List.of())
			.put("number", 1L)
			.put("numbers", List.of(1L, Long.MAX_VALUE))
			.put("structure",
					new FieldsBuilder().put("list", List.<Object>of("a", 2.5))
						.put("bytes", new Fields.Bytes("AP8="))
						.put("nothing", "")
						.put("map", new FieldsBuilder().put("k", "v").build())
						.build())
			.put("text", "\u00e4\ud83d\ude00 \"quoted\"\\")
			.put("texts", List.of("a", ""))
			.put("whole", 1.0)
			.build();
	}

	private static void assertLines(List<LogLine> lines) {
		assertThat(lines).containsExactly(new LogLine(TRACE, 0xf067aa0ba902b7L, 1_000_000_000, 13, "WARN", "hello",
				new FieldsBuilder().put("thread.name", "main").build(), ORIGIN));
	}

}
