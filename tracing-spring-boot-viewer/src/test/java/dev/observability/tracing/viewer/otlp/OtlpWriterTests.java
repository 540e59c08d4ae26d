// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpWriter}: what it writes is understood by a reader without any
 * tolerance, and is the same when it is read again.
 */
class OtlpWriterTests {

	private static final TraceId TRACE = new TraceId(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L);

	@Test
	void writesWhatTheContractShows() {
		Origin origin = new Origin(new FieldsBuilder().put("service.name", "orders").build(), "jdbc", "1.0",
				Fields.EMPTY);
		SpanRecord span = new SpanRecord(TRACE, 1, 0xf067aa0ba902b7L, 257, "a=b", origin, "select orders", 3,
				1_790_000_000_000_000_000L, -1, 2, "broken", new FieldsBuilder().put("n", 1L).build(),
				List.of(new SpanRecord.Event(5, "exception", Fields.EMPTY)),
				List.of(new SpanRecord.Link(TRACE, 2, Fields.EMPTY)), new SpanRecord.Dropped(1, 2, 3));
		assertThat(text(OtlpWriter.traces(List.of(span)))).isEqualTo("""
				{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"orders"}}]},
				"scopeSpans":[{"scope":{"name":"jdbc","version":"1.0"},"spans":[{
				"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"0000000000000001","traceState":"a=b",
				"parentSpanId":"00f067aa0ba902b7","flags":257,"name":"select orders","kind":3,
				"startTimeUnixNano":"1790000000000000000","endTimeUnixNano":"18446744073709551615",
				"attributes":[{"key":"n","value":{"intValue":"1"}}],"droppedAttributesCount":1,
				"events":[{"timeUnixNano":"5","name":"exception"}],"droppedEventsCount":2,
				"links":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"0000000000000002"}],
				"droppedLinksCount":3,"status":{"message":"broken","code":2}}]}]}]}""".replace("\n", ""));
		LogLine line = new LogLine(TRACE, 1, 5, 9, "INFO", "hello", Fields.EMPTY, origin);
		assertThat(text(OtlpWriter.logs(List.of(line)))).isEqualTo("""
				{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"orders"}}]},
				"scopeLogs":[{"scope":{"name":"jdbc","version":"1.0"},"logRecords":[{
				"timeUnixNano":"5","severityNumber":9,"severityText":"INFO","body":{"stringValue":"hello"},
				"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"0000000000000001"}]}]}]}""".replace("\n", ""));
	}

	@Test
	void whatHasItsDefaultIsLeftOut() {
		assertThat(text(OtlpWriter.traces(List.of(span(origin("", "")))))).isEqualTo("""
				{"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{},"spans":[{\
				"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"0000000000000001"}]}]}]}""");
		LogLine line = new LogLine(null, 0, 0, 0, "", "", Fields.EMPTY, origin("", ""));
		assertThat(text(OtlpWriter.logs(List.of(line)))).isEqualTo(
				"{\"resourceLogs\":[{\"resource\":{},\"scopeLogs\":[{\"scope\":{},\"logRecords\":[{\"body\":{\"stringValue\":\"\"}}]}]}]}");
		assertThat(text(OtlpWriter.traces(List.of()))).isEqualTo("{\"resourceSpans\":[]}");
		assertThat(text(OtlpWriter.logs(List.of()))).isEqualTo("{\"resourceLogs\":[]}");
	}

	@Test
	void anySpansAreReadStrictly() {
		for (int seed = 0; seed < 100; seed++) {
			List<SpanRecord> spans = new RandomRecords(seed).spans();
			ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
			ProtoJson.read(ProtoJson.MAPPER.readTree(OtlpWriter.traces(spans)), request);
			assertThat(request.build()).as("seed %d", seed).isEqualTo(ProtoRecords.traces(spans));
		}
	}

	@Test
	void anyLogLinesAreReadStrictly() {
		for (int seed = 0; seed < 100; seed++) {
			List<LogLine> lines = new RandomRecords(seed).lines();
			ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
			ProtoJson.read(ProtoJson.MAPPER.readTree(OtlpWriter.logs(lines)), request);
			assertThat(request.build()).as("seed %d", seed).isEqualTo(ProtoRecords.logs(lines));
		}
	}

	@Test
	void whatIsWrittenIsTheSameWhenItIsReadAgain() throws IOException {
		for (int seed = 0; seed < 100; seed++) {
			List<SpanRecord> spans = new RandomRecords(seed).spans();
			List<LogLine> lines = new RandomRecords(seed).lines();
			CollectedSink sink = CollectedSink.again(spans, lines);
			assertThat(sink.spans).as("seed %d", seed).isEqualTo(spans);
			assertThat(sink.lines).as("seed %d", seed).isEqualTo(lines);
			assertThat(CollectedSink.spans(OtlpFormat.JSON, OtlpWriter.traces(spans))).isEqualTo(spans);
			assertThat(CollectedSink.lines(OtlpFormat.JSON, OtlpWriter.logs(lines))).isEqualTo(lines);
		}
	}

	@Test
	void eachResourceAndScopeIsWrittenOnce() throws IOException {
		List<SpanRecord> spans = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			// Equal, and not the same
			spans.add(span(origin("service " + i % 3, "scope " + i % 2)));
		}
		byte[] json = OtlpWriter.traces(spans);
		ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
		ProtoJson.read(ProtoJson.MAPPER.readTree(json), request);
		assertThat(request.getResourceSpansList()).hasSize(3).allSatisfy((resource) -> {
			assertThat(resource.getScopeSpansList()).hasSize(2);
			assertThat(resource.getScopeSpansList())
				.allSatisfy((scope) -> assertThat(scope.getSpansCount()).isEqualTo(10));
		});
		assertThat(CollectedSink.spans(OtlpFormat.JSON, json)).containsExactlyInAnyOrderElementsOf(spans);
		assertThat(CollectedSink.spans(OtlpFormat.JSON, json)).extracting((span) -> span.origin().service())
			.startsWith("service 0")
			.endsWith("service 2");
	}

	@Test
	void aHundredThousandSpansAreOneGroup() throws IOException {
		List<SpanRecord> spans = new ArrayList<>(Collections.nCopies(50_000, span(origin("orders", "a"))));
		for (int i = 0; i < 50_000; i++) {
			spans.add(span(origin("orders", "a")));
		}
		byte[] json = OtlpWriter.traces(spans);
		assertThat(text(json)).containsOnlyOnce("orders");
		assertThat(CollectedSink.document(json).spans).isEqualTo(spans);
	}

	@Test
	void halvesOfCharactersAreReplaced() throws IOException {
		String half = "a\ud83d";
		Fields fields = new FieldsBuilder().put(half, half)
			.put("list", List.of(half))
			.put("keys", new FieldsBuilder().put("\ude00", "\ude00\ud83d\ude00").build())
			.build();
		Origin origin = new Origin(fields, half, half, fields);
		SpanRecord span = new SpanRecord(TRACE, 1, 0, 0, half, origin, half, 0, 0, 0, 2, half, fields,
				List.of(new SpanRecord.Event(0, half, fields)), List.of(new SpanRecord.Link(TRACE, 1, fields)),
				SpanRecord.Dropped.NONE);
		byte[] json = OtlpWriter.traces(List.of(span));
		String strict = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
		assertThat(strict).as("neither raw nor escaped").isEqualTo(WellFormed.text(strict)).doesNotContain("\\u");
		assertThat(CollectedSink.spans(OtlpFormat.JSON, json)).singleElement().satisfies((read) -> {
			assertThat(read.name()).isEqualTo("a\uFFFD");
			assertThat(read.fields())
				.hasToString("{a\uFFFD=a\uFFFD, list=[a\uFFFD], keys={\uFFFD=\uFFFD\ud83d\ude00}}");
			assertThat(read.origin().scope()).isEqualTo(read.fields());
		});
		LogLine line = new LogLine(null, 0, 0, 0, half, half, fields, origin);
		assertThat(CollectedSink.lines(OtlpFormat.JSON, OtlpWriter.logs(List.of(line)))).singleElement()
			.satisfies((read) -> assertThat(read.text()).isEqualTo("a\uFFFD"));
	}

	@Test
	void textsAreWellFormedAfterwardsAndElseTheSame() {
		Random random = new Random(4);
		for (int round = 0; round < 10_000; round++) {
			StringBuilder text = new StringBuilder();
			for (int i = random.nextInt(8); i > 0; i--) {
				text.append((char) (random.nextBoolean() ? 0xD7FE + random.nextInt(0x804) : 'x'));
			}
			byte[] replaced = text.toString().getBytes(StandardCharsets.UTF_16BE);
			assertThat(WellFormed.text(text.toString())).isEqualTo(new String(replaced, StandardCharsets.UTF_16BE));
		}
	}

	@Test
	void writesIntoAnObjectOfAnother() {
		byte[] json = OtlpWriter.bytes((out) -> {
			out.writeNumberProperty("before", 1);
			OtlpWriter.resourceSpans(out, List.of());
			OtlpWriter.resourceLogs(out, List.of());
			out.writeNumberProperty("behind", 2);
		});
		assertThat(text(json)).isEqualTo("{\"before\":1,\"resourceSpans\":[],\"resourceLogs\":[],\"behind\":2}");
	}

	@Test
	void theGeneratorNeedsNoSettingForNumbers() {
		try (JsonGenerator out = ProtoJson.MAPPER.createGenerator(new ByteArrayOutputStream())) {
			out.writeStartObject();
			OtlpWriter.resourceSpans(out, new RandomRecords(1).spans());
			out.writeEndObject();
		}
	}

	private static Origin origin(String service, String scope) {
		Fields resource = service.isEmpty() ? Fields.EMPTY : new FieldsBuilder().put("service.name", service).build();
		return new Origin(resource, scope, "", Fields.EMPTY);
	}

	private static SpanRecord span(Origin origin) {
		return new SpanRecord(TRACE, 1, 0, 0, "", origin, "", 0, 0, 0, 0, "", Fields.EMPTY, List.of(), List.of(),
				SpanRecord.Dropped.NONE);
	}

	private static String text(byte[] json) {
		return new String(json, StandardCharsets.UTF_8);
	}

}
