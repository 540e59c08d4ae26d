// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.MaskedSink;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OtlpReader}: what it reads is what the official classes wrote, in
 * either form, within the bounds of the page.
 */
class OtlpReaderTests {

	private static final TraceId TRACE = new TraceId(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L);

	private static final TraceId OTHER_TRACE = new TraceId(0, 1);

	private static final long ID = 0xf067aa0ba902b700L;

	private static final Origin NOBODY = new Origin(Fields.EMPTY, "", "", Fields.EMPTY);

	@ParameterizedTest
	@EnumSource
	void everyFieldOfASpanIsRead(OtlpFormat format) throws IOException {
		ExportTraceServiceRequest request = everyFieldOfASpan();
		Origin origin = new Origin(new FieldsBuilder().put("service.name", "orders").build(), "scope", "1.0",
				new FieldsBuilder().put("s", "t").build());
		SpanRecord expected = new SpanRecord(TRACE, ID, -2, 0x80000301, "vendor=1", origin, "GET /orders", 2,
				1_790_000_000_000_000_001L, -1, 2, "broken", everyType(),
				List.of(new SpanRecord.Event(5, "exception", new FieldsBuilder().put("exception.type", "x.Y").build())),
				List.of(new SpanRecord.Link(OTHER_TRACE, 1, new FieldsBuilder().put("l", 7L).build())),
				new SpanRecord.Dropped(111, 2, 3));
		CollectedSink sink = new CollectedSink();
		OtlpCount count = OtlpReader.traces(format, body(format, request), sink);
		assertThat(sink.spans).containsExactly(expected);
		assertThat(sink.lines).isEmpty();
		assertThat(count).isEqualTo(new OtlpCount(1, 0, ""));
	}

	static ExportTraceServiceRequest everyFieldOfASpan() {
		Resource resource = Resource.newBuilder()
			.addAttributes(attribute("service.name", AnyValue.newBuilder().setStringValue("orders")))
			.setDroppedAttributesCount(1)
			.build();
		InstrumentationScope scope = InstrumentationScope.newBuilder()
			.setName("scope")
			.setVersion("1.0")
			.addAttributes(attribute("s", AnyValue.newBuilder().setStringValue("t")))
			.build();
		return ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder()
				.setResource(resource)
				.setSchemaUrl("https://schema/1")
				.addScopeSpans(ScopeSpans.newBuilder()
					.setScope(scope)
					.setSchemaUrl("https://schema/2")
					.addSpans(everyField())))
			.build();
	}

	private static Span everyField() {
		return everyType(Span.newBuilder()).setTraceId(ProtoRecords.trace(TRACE))
			.setSpanId(ProtoRecords.spanId(ID))
			.setParentSpanId(ProtoRecords.spanId(-2))
			.setTraceState("vendor=1")
			.setFlags(0x80000301)
			.setName("GET /orders")
			.setKind(Span.SpanKind.SPAN_KIND_SERVER)
			.setStartTimeUnixNano(1_790_000_000_000_000_001L)
			.setEndTimeUnixNano(-1)
			.setDroppedAttributesCount(1)
			.addEvents(Span.Event.newBuilder()
				.setTimeUnixNano(5)
				.setName("exception")
				.addAttributes(attribute("exception.type", AnyValue.newBuilder().setStringValue("x.Y")))
				.setDroppedAttributesCount(10))
			.setDroppedEventsCount(2)
			.addLinks(Span.Link.newBuilder()
				.setTraceId(ProtoRecords.trace(OTHER_TRACE))
				.setSpanId(ProtoRecords.spanId(1))
				.setTraceState("a=b")
				.addAttributes(attribute("l", AnyValue.newBuilder().setIntValue(7)))
				.setDroppedAttributesCount(100)
				.setFlags(1))
			.setDroppedLinksCount(3)
			.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("broken"))
			.build();
	}

	private static Span.Builder everyType(Span.Builder span) {
		return span.addAttributes(attribute("text", AnyValue.newBuilder().setStringValue("\u00e4\ud83d\ude00")))
			.addAttributes(attribute("yes", AnyValue.newBuilder().setBoolValue(true)))
			.addAttributes(attribute("least", AnyValue.newBuilder().setIntValue(Long.MIN_VALUE)))
			.addAttributes(attribute("none", AnyValue.newBuilder().setDoubleValue(Double.NaN)))
			.addAttributes(attribute("bytes", AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8("ab\u00ff"))))
			.addAttributes(attribute("list",
					AnyValue.newBuilder()
						.setArrayValue(ArrayValue.newBuilder()
							.addValues(AnyValue.newBuilder().setIntValue(1))
							.addValues(AnyValue.newBuilder()
								.setArrayValue(ArrayValue.newBuilder().addValues(AnyValue.getDefaultInstance()))))))
			.addAttributes(attribute("keys",
					AnyValue.newBuilder()
						.setKvlistValue(KeyValueList.newBuilder()
							.addValues(attribute("a", AnyValue.newBuilder().setBoolValue(false))))))
			.addAttributes(attribute("empty", AnyValue.newBuilder()))
			.addAttributes(KeyValue.newBuilder().setKey("absent"));
	}

	private static Fields everyType() {
		return new FieldsBuilder().put("text", "\u00e4\ud83d\ude00")
			.put("yes", true)
			.put("least", Long.MIN_VALUE)
			.put("none", Double.NaN)
			.put("bytes", new Fields.Bytes("YWLDvw=="))
			.put("list", List.<Object>of(1L, List.of("")))
			.put("keys", new FieldsBuilder().put("a", false).build())
			.put("empty", "")
			.put("absent", "")
			.build();
	}

	@ParameterizedTest
	@EnumSource
	void everyFieldOfALogRecordIsRead(OtlpFormat format) throws IOException {
		ExportLogsServiceRequest request = everyFieldOfALogRecord();
		CollectedSink sink = new CollectedSink();
		OtlpCount count = OtlpReader.logs(format, body(format, request), sink);
		assertThat(sink.lines).containsExactly(
				new LogLine(TRACE, ID, 5, 14, "WARN", "hello",
						new FieldsBuilder().put("thread.name", "main")
							.put("event.name", "device.app.lifecycle")
							.build(),
						NOBODY),
				new LogLine(null, 0, 6, 0, "", "", Fields.EMPTY, NOBODY),
				new LogLine(null, 0, 0, 0, "", "", Fields.EMPTY, NOBODY));
		assertThat(count).isEqualTo(new OtlpCount(3, 0, ""));
	}

	static ExportLogsServiceRequest everyFieldOfALogRecord() {
		LogRecord record = LogRecord.newBuilder()
			.setTimeUnixNano(5)
			.setObservedTimeUnixNano(6)
			.setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_WARN2)
			.setSeverityText("WARN")
			.setBody(AnyValue.newBuilder().setStringValue("hello"))
			.addAttributes(attribute("thread.name", AnyValue.newBuilder().setStringValue("main")))
			.setDroppedAttributesCount(3)
			.setFlags(1)
			.setTraceId(ProtoRecords.trace(TRACE))
			.setSpanId(ProtoRecords.spanId(ID))
			.setEventName("device.app.lifecycle")
			.build();
		return logs(record,
				LogRecord.newBuilder().setObservedTimeUnixNano(6).setSpanId(ProtoRecords.spanId(ID)).build(),
				LogRecord.newBuilder().setTraceId(ByteString.copyFrom(new byte[5])).build());
	}

	@Test
	void anySpansAreReadInEitherForm() throws IOException {
		for (int seed = 0; seed < 100; seed++) {
			List<SpanRecord> spans = new RandomRecords(seed).spans();
			ExportTraceServiceRequest request = ProtoRecords.traces(spans);
			assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, request.toByteArray())).as("seed %d", seed)
				.isEqualTo(spans);
			for (ProtoJson.Style style : List.of(ProtoJson.Style.USUAL, ProtoJson.Style.UNUSUAL)) {
				assertThat(CollectedSink.spans(OtlpFormat.JSON, ProtoJson.write(request, style))).as("seed %d", seed)
					.isEqualTo(spans);
			}
		}
	}

	@Test
	void anyLogLinesAreReadInEitherForm() throws IOException {
		for (int seed = 0; seed < 100; seed++) {
			List<LogLine> lines = new RandomRecords(seed).lines();
			ExportLogsServiceRequest request = ProtoRecords.logs(lines);
			assertThat(CollectedSink.lines(OtlpFormat.PROTOBUF, request.toByteArray())).as("seed %d", seed)
				.isEqualTo(lines);
			for (ProtoJson.Style style : List.of(ProtoJson.Style.USUAL, ProtoJson.Style.UNUSUAL)) {
				assertThat(CollectedSink.lines(OtlpFormat.JSON, ProtoJson.write(request, style))).as("seed %d", seed)
					.isEqualTo(lines);
			}
		}
	}

	@Test
	void anEmptyMessageOfProtobufHasNoSpans() throws IOException {
		assertThat(OtlpReader.traces(OtlpFormat.PROTOBUF, InputStream.nullInputStream(), new CollectedSink()))
			.isEqualTo(new OtlpCount(0, 0, ""));
	}

	@Test
	void resourceAndScopeMayStandBehindTheirSpans() throws IOException {
		byte[] span = span().build().toByteArray();
		byte[] scope = InstrumentationScope.newBuilder().setName("late").build().toByteArray();
		byte[] resource = service("orders").toByteArray();
		byte[] scopeSpans = concat(field(2, span), field(1, scope));
		byte[] message = field(1, concat(field(2, scopeSpans), field(2, scopeSpans), field(1, resource)));
		Origin origin = new Origin(new FieldsBuilder().put("service.name", "orders").build(), "late", "", Fields.EMPTY);
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, message)).extracting(SpanRecord::origin)
			.containsExactly(origin, origin);
	}

	@Test
	void spansOfOneScopeHaveTheSameOrigin() throws IOException {
		List<SpanRecord> spans = CollectedSink.spans(OtlpFormat.PROTOBUF,
				traces(span().build(), span().build()).toByteArray());
		assertThat(spans.get(0).origin()).isSameAs(spans.get(1).origin());
	}

	@Test
	void singleMessagesThatComeTwiceAreMerged() throws IOException {
		byte[] parts = concat(field(1, service("orders").toByteArray()),
				field(1, Resource.newBuilder()
					.addAttributes(attribute("host", AnyValue.newBuilder().setIntValue(1)))
					.build()
					.toByteArray()),
				field(2, ScopeSpans.newBuilder().addSpans(span()).build().toByteArray()));
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, field(1, parts))).singleElement()
			.satisfies((span) -> assertThat(span.origin().resource())
				.isEqualTo(new FieldsBuilder().put("service.name", "orders").put("host", 1L).build()));
	}

	@Test
	void theLastOfSeveralSingleValuesCounts() throws IOException {
		byte[] span = concat(span().setName("first").setKindValue(1).build().toByteArray(),
				Span.newBuilder().setName("last").setKindValue(3).build().toByteArray());
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, message(span))).singleElement().satisfies((read) -> {
			assertThat(read.name()).isEqualTo("last");
			assertThat(read.kind()).isEqualTo(3);
		});
	}

	@Test
	void unknownFieldsAreSkipped() throws IOException {
		UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
			.addField(17, UnknownFieldSet.Field.newBuilder().addVarint(-1).build())
			.addField(18, UnknownFieldSet.Field.newBuilder().addFixed32(1).build())
			.addField(1000, UnknownFieldSet.Field.newBuilder().addFixed64(1).build())
			.addField(536_870_911,
					UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("?")).build())
			.build();
		ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
			.setUnknownFields(unknown)
			.addResourceSpans(
					ResourceSpans.newBuilder()
						.setUnknownFields(unknown)
						.setResource(service("orders").toBuilder().setUnknownFields(unknown))
						.addScopeSpans(ScopeSpans.newBuilder()
							.setUnknownFields(unknown)
							.addSpans(span().setUnknownFields(unknown)
								.addAttributes(attribute("a",
										AnyValue.newBuilder().setIntValue(1).setUnknownFields(unknown))))))
			.build();
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, request.toByteArray())).singleElement()
			.satisfies((span) -> {
				assertThat(span.origin().service()).isEqualTo("orders");
				assertThat(span.fields()).isEqualTo(new FieldsBuilder().put("a", 1L).build());
			});
	}

	@Test
	void aKnownFieldOfAnotherWireTypeIsSkipped() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		CodedOutputStream out = CodedOutputStream.newInstance(bytes);
		out.writeInt64(5, 77);
		out.writeFixed64(9, 78);
		out.writeString(6, "kind");
		out.writeString(7, "start");
		out.writeFixed32(1, 5);
		out.flush();
		byte[] span = concat(span().setName("x").setStartTimeUnixNano(5).build().toByteArray(), bytes.toByteArray());
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, message(span))).singleElement().satisfies((read) -> {
			assertThat(read.name()).isEqualTo("x");
			assertThat(read.startNanos()).isEqualTo(5);
			assertThat(read.fields()).isEqualTo(Fields.EMPTY);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "0B0C", "0C", "0E00", "0F00", "00", "0200", "80808080100A", "FFFFFFFFFFFFFFFFFFFF01",
			"0AFFFFFFFFFFFFFFFFFF01", "0A8080808008", "0AFFFFFFFF07", "0A01", "0A80", "09000000", "0D000000", "08",
			"08FFFFFFFFFFFFFFFFFFFF01" })
	void whatIsNoProtobufIsRefused(String hex) {
		assertThatExceptionOfType(OtlpFormatException.class)
			.isThrownBy(() -> CollectedSink.spans(OtlpFormat.PROTOBUF, HexFormat.of().parseHex(hex)))
			.withMessageMatching("The body is not an OTLP message of protobuf: [a-z ]+, at byte \\d+");
	}

	@Test
	void aFieldThatIsLongerThanTheMessageAroundItIsRefused() throws IOException {
		byte[] name = { 5 << 3 | 2, 3, 'a', 'b' };
		for (int inside = 0; inside < 2; inside++) {
			byte[] parts = concat(field(2, Arrays.copyOf(name, 4 - inside)), field(2, span().build().toByteArray()));
			byte[] body = field(1, field(2, parts));
			assertThatExceptionOfType(OtlpFormatException.class)
				.isThrownBy(() -> CollectedSink.spans(OtlpFormat.PROTOBUF, body))
				.withMessageContaining("a field is longer than the message around it");
		}
	}

	@Test
	void unknownConstantsAreUnspecified() throws IOException {
		byte[] spans = traces(span().setKindValue(6).setStatus(Status.newBuilder().setCodeValue(-1)).build())
			.toByteArray();
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, spans)).singleElement().satisfies((span) -> {
			assertThat(span.kind()).isZero();
			assertThat(span.status()).isZero();
		});
		byte[] lines = logs(LogRecord.newBuilder().setSeverityNumberValue(25).build()).toByteArray();
		assertThat(CollectedSink.lines(OtlpFormat.PROTOBUF, lines)).singleElement()
			.satisfies((line) -> assertThat(line.severity()).isZero());
	}

	@Test
	void whatIsNoUtf8IsReplaced() throws IOException {
		byte[] span = concat(span().build().toByteArray(), field(5, new byte[] { 'a', (byte) 0xFF, (byte) 0xC3 }));
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, message(span))).singleElement()
			.satisfies((read) -> assertThat(read.name()).isEqualTo("a\uFFFD\uFFFD"));
	}

	@ParameterizedTest
	@EnumSource
	void spansWithoutValidIdsAreRejected(OtlpFormat format) throws IOException {
		ExportTraceServiceRequest request = traces(span().build(), span().clearTraceId().build(),
				span().clearSpanId().build(), span().setTraceId(ByteString.copyFrom(new byte[16])).build(),
				span().setSpanId(ByteString.copyFrom(new byte[8])).build(),
				span().setTraceId(ByteString.copyFrom(new byte[] { 1, 2 })).build(),
				span().setSpanId(ByteString.copyFromUtf8("123456789")).build(),
				span().setParentSpanId(ByteString.copyFromUtf8("1")).build());
		CollectedSink sink = new CollectedSink();
		OtlpCount count = OtlpReader.traces(format, body(format, request), sink);
		assertThat(sink.spans).hasSize(2).allSatisfy((span) -> assertThat(span.parentId()).isZero());
		assertThat(count).isEqualTo(new OtlpCount(2, 6, "Rejected spans: 6 without a valid trace id and span id"));
	}

	@Test
	void linksWithoutValidIdsAreDropped() throws IOException {
		Span span = span().addLinks(Span.Link.newBuilder().setSpanId(ProtoRecords.spanId(1)))
			.addLinks(Span.Link.newBuilder().setTraceId(ProtoRecords.trace(TRACE)))
			.setDroppedLinksCount(5)
			.build();
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, traces(span).toByteArray())).singleElement()
			.satisfies((read) -> {
				assertThat(read.links()).isEmpty();
				assertThat(read.dropped()).isEqualTo(new SpanRecord.Dropped(0, 0, 7));
			});
	}

	@ParameterizedTest
	@EnumSource
	void whatIsTooMuchForASpanIsCutAndCounted(OtlpFormat format) throws IOException {
		Span.Builder span = span().setName("n".repeat(2000))
			.setTraceState("t".repeat(2000))
			.setStatus(Status.newBuilder().setMessage("m".repeat(5000)))
			.setDroppedAttributesCount(-1)
			.setDroppedEventsCount(Integer.MAX_VALUE)
			.setDroppedLinksCount(1000);
		for (int i = 0; i < 200; i++) {
			span.addAttributes(attribute("k" + i, AnyValue.newBuilder().setIntValue(i)));
			span.addEvents(Span.Event.newBuilder().setTimeUnixNano(i));
			span.addLinks(
					Span.Link.newBuilder().setTraceId(ProtoRecords.trace(TRACE)).setSpanId(ProtoRecords.spanId(i + 1)));
		}
		CollectedSink sink = new CollectedSink();
		OtlpReader.traces(format, body(format, traces(span.build())), sink);
		assertThat(sink.spans).singleElement().satisfies((read) -> {
			assertThat(read.name()).hasSize(1024).endsWith("n…");
			assertThat(read.traceState()).hasSize(512).endsWith("t…");
			assertThat(read.statusMessage()).hasSize(4096).endsWith("m…");
			assertThat(read.fields().size()).isEqualTo(FieldsBuilder.MAX_KEYS);
			assertThat(read.events()).hasSize(SpanRecord.MAX_PARTS);
			assertThat(read.links()).hasSize(SpanRecord.MAX_PARTS);
			assertThat(read.links().get(127).spanId()).isEqualTo(128);
			assertThat(read.dropped()).isEqualTo(new SpanRecord.Dropped(Integer.MAX_VALUE, Integer.MAX_VALUE, 1072));
		});
	}

	@Test
	void valuesAreCut() throws IOException {
		ArrayValue.Builder list = ArrayValue.newBuilder();
		KeyValueList.Builder keys = KeyValueList.newBuilder();
		for (int i = 0; i < 300; i++) {
			list.addValues(AnyValue.newBuilder().setIntValue(i));
			keys.addValues(attribute("k" + i, AnyValue.newBuilder().setBoolValue(true)));
		}
		String trace = "at x\n".repeat(20_000);
		Span span = span()
			.addAttributes(attribute("k".repeat(300), AnyValue.newBuilder().setStringValue("v".repeat(5000))))
			.addAttributes(attribute("bytes", AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(new byte[5000]))))
			.addAttributes(attribute("list", AnyValue.newBuilder().setArrayValue(list)))
			.addAttributes(attribute("keys", AnyValue.newBuilder().setKvlistValue(keys)))
			.addAttributes(attribute("exception.stacktrace", AnyValue.newBuilder().setStringValue(trace)))
			.build();
		assertThat(CollectedSink.spans(OtlpFormat.PROTOBUF, traces(span).toByteArray())).singleElement()
			.satisfies((read) -> {
				Fields fields = read.fields();
				assertThat(fields.key(0)).hasSize(FieldsBuilder.MAX_KEY).endsWith("k…");
				assertThat(fields.value(0).toString()).hasSize(FieldsBuilder.MAX_TEXT).endsWith("v…");
				assertThat(fields.value(1).toString()).hasSize(FieldsBuilder.MAX_TEXT).endsWith("A…");
				assertThat(fields.value(2)).asInstanceOf(InstanceOfAssertFactories.LIST)
					.hasSize(FieldsBuilder.MAX_ELEMENTS)
					.startsWith(0L, 1L)
					.endsWith(254L, "…");
				assertThat(((Fields) fields.value(3)).size()).isEqualTo(FieldsBuilder.MAX_KEYS);
				assertThat(fields.value(4).toString()).hasSize(FieldsBuilder.MAX_STACK_TRACE).endsWith("…");
				assertThat(read.dropped().fields()).as("keys within a value").isEqualTo(172);
			});
	}

	@ParameterizedTest
	@EnumSource
	void valuesAreReadToADepth(OtlpFormat format) throws IOException {
		Span.Builder span = span();
		for (int depth = 7; depth <= 12; depth++) {
			span.addAttributes(KeyValue.newBuilder().setKey("list").setValue(nested(depth, false)));
			span.addAttributes(KeyValue.newBuilder().setKey("keys").setValue(nested(depth, true)));
		}
		CollectedSink sink = new CollectedSink();
		OtlpReader.traces(format, body(format, traces(span.build())), sink);
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			texts.add(sink.spans.get(0).fields().value(i).toString());
		}
		assertThat(texts).containsExactly("[[[[[[[bottom]]]]]]]", "{k={k={k={k={k={k={k=bottom}}}}}}}",
				"[[[[[[[[bottom]]]]]]]]", "{k={k={k={k={k={k={k={k=bottom}}}}}}}}", "[[[[[[[[…]]]]]]]]",
				"{k={k={k={k={k={k={k={k=…}}}}}}}}", "[[[[[[[[…]]]]]]]]", "{k={k={k={k={k={k={k={k=…}}}}}}}}");
	}

	@ParameterizedTest
	@EnumSource
	void aBodyWithAStructureIsWrittenAsText(OtlpFormat format) throws IOException {
		AnyValue body = ProtoRecords.value(new FieldsBuilder().put("a", List.<Object>of(1L, 2.5, true, "x\"\\y"))
			.put("b", new Fields.Bytes("AAE="))
			.put("c", Fields.EMPTY)
			.put("d", List.of())
			.build());
		AnyValue long1 = ProtoRecords.value(List.of("x".repeat(1500), "y".repeat(1500), "z"));
		ExportLogsServiceRequest request = logs(LogRecord.newBuilder().setBody(body).build(),
				LogRecord.newBuilder().setBody(long1).build(),
				LogRecord.newBuilder().setBody(AnyValue.newBuilder().setStringValue("w".repeat(3000))).build(),
				LogRecord.newBuilder().setBody(AnyValue.newBuilder().setIntValue(7)).build(),
				LogRecord.newBuilder()
					.setBody(AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8("ab")))
					.build());
		CollectedSink sink = new CollectedSink();
		OtlpReader.logs(format, body(format, request), sink);
		assertThat(sink.lines).extracting(LogLine::text)
			.satisfiesExactly(
					(text) -> assertThat(text)
						.isEqualTo("{\"a\":[1,2.5,true,\"x\\\"\\\\y\"],\"b\":\"AAE=\",\"c\":{},\"d\":[]}"),
					(text) -> assertThat(text).hasSize(LogLine.MAX_TEXT).startsWith("[\"xx").endsWith("y…"),
					(text) -> assertThat(text).hasSize(LogLine.MAX_TEXT).endsWith("w…"),
					(text) -> assertThat(text).isEqualTo("7"), (text) -> assertThat(text).isEqualTo("YWI="));
	}

	@ParameterizedTest
	@EnumSource
	void whatTheKeysOfABodyTellToBeSecretIsMasked(OtlpFormat format) throws IOException {
		AnyValue body = ProtoRecords.value(new FieldsBuilder().put("url.query", "t=secret&page=2")
			.put("list", List.of(new FieldsBuilder().put("url.fragment", List.of("secret")).build()))
			.put("credentials", new FieldsBuilder().put("value", "secret").build())
			.put("password", new Fields.Bytes("AAE="))
			.put("card", 4111111111111111L)
			.build());
		CollectedSink sink = new CollectedSink();
		OtlpReader.logs(format, body(format, logs(LogRecord.newBuilder().setBody(body).build())),
				new MaskedSink(sink, new RecordMask(Redactor.standard())));
		assertThat(sink.lines).singleElement()
			.extracting(LogLine::text)
			.isEqualTo("{\"url.query\":\"t=REDACTED&page=REDACTED\",\"list\":[{\"url.fragment\":[\"REDACTED\"]}],"
					+ "\"credentials\":\"REDACTED\",\"password\":\"REDACTED\",\"card\":\"REDACTED\"}");
	}

	@ParameterizedTest
	@EnumSource
	void spansBeyondTheLimitOfARequestAreRejected(OtlpFormat format) throws IOException {
		ScopeSpans.Builder scope = ScopeSpans.newBuilder().addSpans(span().clearSpanId());
		for (int i = 0; i < 10_003; i++) {
			scope.addSpans(span());
		}
		ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
			.addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span())))
			.build();
		CollectedSink sink = new CollectedSink();
		assertThat(OtlpReader.traces(format, body(format, request), sink)).isEqualTo(new OtlpCount(9999, 6,
				"Rejected spans: 1 without a valid trace id and span id, 5 beyond the limit of 10000"));
		assertThat(sink.spans).hasSize(9999);
	}

	@ParameterizedTest
	@EnumSource
	void logRecordsBeyondTheLimitOfARequestAreRejected(OtlpFormat format) throws IOException {
		LogRecord[] records = new LogRecord[10_001];
		Arrays.fill(records, LogRecord.getDefaultInstance());
		CollectedSink sink = new CollectedSink();
		assertThat(OtlpReader.logs(format, body(format, logs(records)), sink))
			.isEqualTo(new OtlpCount(10_000, 1, "Rejected log records: 1 beyond the limit of 10000"));
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsHandedOverOfABodyThatIsNotRight(OtlpFormat format) throws IOException {
		byte[] body = body(format, traces(span().build(), span().build())).readAllBytes();
		byte[] cut = Arrays.copyOf(body, body.length - 1);
		CollectedSink sink = new CollectedSink();
		assertThatExceptionOfType(OtlpFormatException.class)
			.isThrownBy(() -> OtlpReader.traces(format, new ByteArrayInputStream(cut), sink));
		assertThat(sink.spans).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void theBodyIsNotClosed(OtlpFormat format) throws IOException {
		AtomicBoolean closed = new AtomicBoolean();
		InputStream body = new FilterInputStream(body(format, traces(span().build()))) {
			@Override
			public void close() {
				closed.set(true);
			}
		};
		OtlpReader.traces(format, body, new CollectedSink());
		assertThat(closed).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void aFailureOfTheStreamIsPassedOnAsItIs(OtlpFormat format) throws IOException {
		IOException failure = new IOException("gone");
		InputStream start = new ByteArrayInputStream("{\"resourceSpans\":[".getBytes(StandardCharsets.UTF_8));
		InputStream body = new SequenceInputStream(start, new InputStream() {
			@Override
			public int read() throws IOException {
				throw failure;
			}
		});
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> OtlpReader.traces(format, body, new CollectedSink()))
			.isSameAs(failure);
	}

	static AnyValue nested(int depth, boolean keys) {
		AnyValue value = AnyValue.newBuilder().setStringValue("bottom").build();
		for (int i = 0; i < depth; i++) {
			value = keys
					? AnyValue.newBuilder()
						.setKvlistValue(
								KeyValueList.newBuilder().addValues(KeyValue.newBuilder().setKey("k").setValue(value)))
						.build()
					: AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
		}
		return value;
	}

	static Span.Builder span() {
		return Span.newBuilder().setTraceId(ProtoRecords.trace(TRACE)).setSpanId(ProtoRecords.spanId(ID));
	}

	static ExportTraceServiceRequest traces(Span... spans) {
		return ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(
					ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
			.build();
	}

	static ExportLogsServiceRequest logs(LogRecord... records) {
		return ExportLogsServiceRequest.newBuilder()
			.addResourceLogs(
					ResourceLogs.newBuilder().addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(List.of(records))))
			.build();
	}

	private static Resource service(String name) {
		return Resource.newBuilder()
			.addAttributes(attribute("service.name", AnyValue.newBuilder().setStringValue(name)))
			.build();
	}

	private static KeyValue attribute(String key, AnyValue.Builder value) {
		return KeyValue.newBuilder().setKey(key).setValue(value).build();
	}

	private static InputStream body(OtlpFormat format, Message message) {
		return new ByteArrayInputStream((format == OtlpFormat.PROTOBUF) ? message.toByteArray()
				: ProtoJson.write(message, ProtoJson.Style.USUAL));
	}

	private static byte[] message(byte[] span) throws IOException {
		return field(1, field(2, field(2, span)));
	}

	static byte[] field(int number, byte[] value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		CodedOutputStream out = CodedOutputStream.newInstance(bytes);
		out.writeByteArray(number, value);
		out.flush();
		return bytes.toByteArray();
	}

	static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			bytes.writeBytes(part);
		}
		return bytes.toByteArray();
	}

}
