// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import dev.observability.tracing.viewer.otlp.OtlpFormat;
import dev.observability.tracing.viewer.otlp.OtlpReader;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.SpanRecord;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a full {@link Ring} really takes of the heap.
 */
class RingHeapTests {

	private static final long LIMIT = 32 << 20;

	private static final double TOLERANCE = 1.3;

	@Test
	void aFullRingTakesNoMoreThanItCounts() {
		Ring ring = new Ring(new RingLimits(LIMIT, 100_000, 10_000_000, 10_000, TimeUnit.SECONDS.toNanos(1),
				TimeUnit.MINUTES.toNanos(30)));
		long before = usedHeap();
		long id = 0;
		while (ring.list(RingTests.everything()).losses().getOrDefault(RingLoss.BYTES, 0L) == 0) {
			for (int i = 0; i < 1000; i++) {
				ring.span(span(++id));
			}
		}
		assertCounted(ring, before);
	}

	@Test
	void norDoesOneFullOfWhatOthersSent() throws IOException {
		Ring ring = new Ring(new RingLimits(LIMIT, 100_000, 10_000_000, 10_000, TimeUnit.SECONDS.toNanos(1),
				TimeUnit.MINUTES.toNanos(30)));
		long before = usedHeap();
		for (long id = 1; ring.list(RingTests.everything()).losses().getOrDefault(RingLoss.BYTES, 0L) == 0; id++) {
			OtlpReader.traces(OtlpFormat.PROTOBUF, new ByteArrayInputStream(emptySpans(id)), ring);
			OtlpReader.logs(OtlpFormat.PROTOBUF, new ByteArrayInputStream(emptyLines(id)), ring);
		}
		assertCounted(ring, before);
	}

	private static void assertCounted(Ring ring, long before) {
		long charged = ring.list(RingTests.everything()).bytes();
		long retained = usedHeap() - before;
		assertThat(charged).isBetween(LIMIT / 2, LIMIT);
		assertThat((double) retained).isLessThan(charged * TOLERANCE);
		assertThat(ring.list(RingTests.everything()).total()).isPositive();
	}

	// Little to send, and to charge
	private static byte[] emptySpans(long trace) {
		ScopeSpans.Builder spans = ScopeSpans.newBuilder();
		for (int id = 1; id <= 20; id++) {
			spans.addSpans(Span.newBuilder()
				.setTraceId(bytes(trace, trace))
				.setSpanId(bytes(id))
				.addAllAttributes(emptyAttributes())
				.addEvents(Span.Event.newBuilder().setName(""))
				.addLinks(Span.Link.newBuilder().setTraceId(bytes(trace, trace)).setSpanId(bytes(id)))
				.setDroppedLinksCount(1));
		}
		return ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
			.build()
			.toByteArray();
	}

	private static byte[] emptyLines(long trace) {
		ScopeLogs.Builder lines = ScopeLogs.newBuilder();
		for (int id = 1; id <= 20; id++) {
			lines.addLogRecords(LogRecord.newBuilder()
				.setTraceId(bytes(trace, trace))
				.setBody(AnyValue.newBuilder().setStringValue(""))
				.addAllAttributes(emptyAttributes()));
		}
		return ExportLogsServiceRequest.newBuilder()
			.addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(lines))
			.build()
			.toByteArray();
	}

	private static List<KeyValue> emptyAttributes() {
		AnyValue text = AnyValue.newBuilder().setStringValue("").build();
		AnyValue bytes = AnyValue.newBuilder().setBytesValue(ByteString.EMPTY).build();
		ArrayValue texts = ArrayValue.newBuilder().addAllValues(Collections.nCopies(50, text)).build();
		ArrayValue list = ArrayValue.newBuilder().addAllValues(Collections.nCopies(50, bytes)).build();
		return List.of(KeyValue.newBuilder().setValue(text).build(),
				KeyValue.newBuilder().setValue(AnyValue.newBuilder().setArrayValue(texts)).build(),
				KeyValue.newBuilder().setValue(AnyValue.newBuilder().setArrayValue(list)).build());
	}

	private static ByteString bytes(long... numbers) {
		ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
		for (long number : numbers) {
			bytes.putLong(number);
		}
		return ByteString.copyFrom(bytes.flip());
	}

	// Every value its own, so that nothing is shared
	private static SpanRecord span(long id) {
		FieldsBuilder fields = new FieldsBuilder().put("http.request.method", new String("GET"))
			.put("url.path", "/orders/" + id)
			.put("http.response.status_code", 200L + id % 10_000)
			.put("thread.name", "http-nio-8080-exec-" + id)
			.put("ratio", id / 3.0)
			.put("list", List.of("a" + id, "b" + id));
		Spans trace = Spans.of(1 + id / 10);
		SpanRecord span = trace.span(id, id / 10, "GET /orders/{id}", id, id + 5, 0, fields.build());
		SpanRecord.Event event = new SpanRecord.Event(id, "happened", new FieldsBuilder().put("n", "n" + id).build());
		return new SpanRecord(span.trace(), span.id(), span.parentId(), span.flags(), "ot=th:" + id, span.origin(),
				span.name(), span.kind(), span.startNanos(), span.endNanos(), span.status(), span.statusMessage(),
				span.fields(), List.of(event), List.of(new SpanRecord.Link(trace.trace(), id, event.fields())),
				span.dropped());
	}

	private static long usedHeap() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return used;
	}

}
