// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.observability.tracing.viewer.otlp.ProtoRecords;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import dev.observability.tracing.viewer.ring.Spans;
import dev.observability.tracing.viewer.trace.LogLine;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpApi}: bodies as other services send them.
 */
class OtlpApiTests {

	private static final String PROTOBUF = "application/x-protobuf";

	private static final String TRACE = Spans.of(5).trace().toString();

	private static final ByteString TRACE_ID = ByteString.fromHex(TRACE);

	private static final ByteString SPAN_ID = ByteString.fromHex("00000000000000aa");

	private static final Resource PYTHON = Resource.newBuilder()
		.addAttributes(
				KeyValue.newBuilder().setKey("service.name").setValue(AnyValue.newBuilder().setStringValue("python")))
		.build();

	private final Page page = new Page(
			new Ring(new RingLimits(8 << 20, 100, 10_000, 1000, TimeUnit.SECONDS.toNanos(1),
					TimeUnit.MINUTES.toNanos(30))),
			new Access(null, false, Set.of(), Networks.of(List.of())),
			new PageInfo("gateway", "0.1.0", (request) -> "http://localhost:8080/app"), List::of);

	private String trace() {
		PageResponse response = this.page.answer(TestRequest.get("/api/traces/" + TRACE));
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	private byte[] taken(TestRequest request, String type) {
		PageResponse response = this.page.answer(request);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.headers()).containsEntry("Content-Type", type);
		return response.body();
	}

	@Test
	void spansComeAsProtobufThatIsPacked() throws IOException {
		ExportTraceServiceRequest spans = ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder()
				.setResource(PYTHON)
				.addScopeSpans(ScopeSpans.newBuilder()
					.addSpans(Span.newBuilder()
						.setTraceId(TRACE_ID)
						.setSpanId(SPAN_ID)
						.setName("GET /from/elsewhere")
						.setEndTimeUnixNano(7))
					.addSpans(Span.newBuilder().setName("of no trace"))))
			.build();
		byte[] answer = taken(TestRequest.of("POST", "/v1/traces")
			.body(PROTOBUF, packed(spans.toByteArray()))
			.header("Content-Encoding", "gzip"), PROTOBUF);
		assertThat(ExportTraceServiceResponse.parseFrom(answer).getPartialSuccess().getRejectedSpans()).isEqualTo(1);
		assertThat(trace()).contains("GET /from/elsewhere", "\"python\"").doesNotContain("of no trace");
	}

	private static byte[] packed(byte[] bytes) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
			gzip.write(bytes);
		}
		return packed.toByteArray();
	}

	@Test
	void logLinesComeAsProtobuf() throws InvalidProtocolBufferException {
		ExportLogsServiceRequest lines = ExportLogsServiceRequest.newBuilder()
			.addResourceLogs(ResourceLogs.newBuilder()
				.setResource(PYTHON)
				.addScopeLogs(ScopeLogs.newBuilder()
					.addLogRecords(LogRecord.newBuilder()
						.setTraceId(TRACE_ID)
						.setSpanId(SPAN_ID)
						.setTimeUnixNano(5)
						.setBody(AnyValue.newBuilder().setStringValue("a line of python")))))
			.build();
		byte[] answer = taken(TestRequest.of("POST", "/v1/logs").body(PROTOBUF, lines.toByteArray()), PROTOBUF);
		assertThat(ExportLogsServiceResponse.parseFrom(answer))
			.isEqualTo(ExportLogsServiceResponse.newBuilder().build());
		assertSpanOf(TRACE);
		assertThat(trace()).contains("\"resourceLogs\":[", "a line of python", "\"python\"");
	}

	@Test
	void aBatchThatIsSentAgainIsKeptOnce() {
		List<LogLine> lines = List.of(Spans.of(5).line(0xaa, "said once"), Spans.of(5).line(0xaa, "said twice"),
				Spans.of(5).line(0xaa, "said twice"));
		for (int i = 0; i < 3; i++) {
			taken(TestRequest.of("POST", "/v1/logs").body(PROTOBUF, ProtoRecords.logs(lines).toByteArray()), PROTOBUF);
			taken(TestRequest.of("POST", "/v1/traces")
				.body(PROTOBUF, ProtoRecords.traces(List.of(Spans.of(5).root("GET /"))).toByteArray()), PROTOBUF);
		}
		assertThat(trace()).contains("\"spans\":1,", "\"logs\":3,", "\"droppedLogs\":0");
	}

	@Test
	void logLinesComeAsJson() {
		byte[] answer = taken(TestRequest.of("POST", "/v1/logs")
			.json("{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
					+ "{\"stringValue\":\"ruby\"}}]},\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"" + TRACE
					+ "\",\"spanId\":\"00000000000000aa\",\"timeUnixNano\":\"5\",\"severityText\":\"WARN\",\"body\":"
					+ "{\"stringValue\":\"a line of ruby\"}}]}]}]}"),
				"application/json");
		assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("{}");
		assertSpanOf(TRACE);
		assertThat(trace()).contains("\"resourceLogs\":[", "a line of ruby", "\"ruby\"", "\"WARN\"");
	}

	// Lines of a trace without a span are not shown alone
	private void assertSpanOf(String trace) {
		taken(TestRequest.of("POST", "/v1/traces")
			.json("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + trace
					+ "\",\"spanId\":\"00000000000000aa\",\"name\":\"GET /\"}]}]}]}"),
				"application/json");
	}

	@ParameterizedTest
	@CsvSource({ "/v1/traces, gzip, 400", "/v1/logs, br, 415", "/v1/metrics, , 404" })
	void whatIsWrongIsSaidInTheFormOfTheRequest(String path, @Nullable String encoding, int status)
			throws InvalidProtocolBufferException {
		TestRequest protobuf = TestRequest.of("POST", path).body(PROTOBUF, new byte[] { 1 });
		TestRequest json = TestRequest.of("POST", path).body("application/json; charset=utf-8", new byte[] { 1 });
		if (encoding != null) {
			protobuf.header("Content-Encoding", encoding);
			json.header("Content-Encoding", encoding);
		}
		PageResponse response = this.page.answer(protobuf);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.headers()).containsEntry("Content-Type", PROTOBUF)
			.containsEntry("Cache-Control", "no-store");
		assertThat(UnknownFieldSet.parseFrom(response.body()).getField(2).getLengthDelimitedList())
			.containsExactly(ByteString.copyFromUtf8(String.valueOf(response.problem())));
		response = this.page.answer(json);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.headers()).containsEntry("Content-Type", "application/json");
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("{\"code\":")
			.contains("\"message\":\"");
	}

	@Test
	void whatSendsNeitherFormIsToldSoAsThePageIs() {
		PageResponse response = this.page.answer(TestRequest.of("POST", "/v1/traces").body("text/plain", new byte[0]));
		assertThat(response.status()).isEqualTo(415);
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("{\"error\":\"");
	}

	@Test
	void aBodyThatIsTooLargeIsRefusedInItsForm() throws IOException {
		PageResponse response = this.page.answer(TestRequest.of("POST", "/v1/traces")
			.body(PROTOBUF, packed(new byte[(16 << 20) + 1]))
			.header("Content-Encoding", "gzip"));
		assertThat(response.status()).isEqualTo(413);
		assertThat(UnknownFieldSet.parseFrom(response.body()).getField(1).getVarintList()).containsExactly(8L);
	}

	@Test
	void aHundredThousandSpansOfATraceLeaveWhatMayBeKept() {
		Page page = new Page(
				new Ring(new RingLimits(32 << 20, 1000, 200_000, 10_000, TimeUnit.SECONDS.toNanos(1),
						TimeUnit.MINUTES.toNanos(30))),
				new Access(null, false, Set.of(), Networks.of(List.of())),
				new PageInfo("gateway", "0.1.0", (request) -> ""), List::of);
		PageResponse tooMany = page.answer(TestRequest.of("POST", "/v1/traces").json(spans(0, 100_000)));
		assertThat(tooMany.status()).isEqualTo(200);
		assertThat(new String(tooMany.body(), StandardCharsets.UTF_8)).contains("\"rejectedSpans\":\"90000\"");
		for (int from = 0; from < 100_000; from += 10_000) {
			assertThat(page.answer(TestRequest.of("POST", "/v1/traces").json(spans(from, 10_000))).status())
				.isEqualTo(200);
		}
		PageResponse list = page.answer(TestRequest.get("/api/traces"));
		assertThat(new String(list.body(), StandardCharsets.UTF_8)).contains("\"spans\":10000,").contains("90000");
	}

	private static String spans(int from, int count) {
		StringBuilder spans = new StringBuilder("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[");
		for (int i = from; i < from + count; i++) {
			spans.append((i > from) ? "," : "")
				.append("{\"traceId\":\"" + TRACE + "\",\"spanId\":\"%016x\",\"name\":\"a\"".formatted(i + 1))
				.append(",\"endTimeUnixNano\":\"7\"}");
		}
		return spans.append("]}]}]}").toString();
	}

}
