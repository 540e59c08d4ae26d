// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanEncoder}: what it writes is what the SDK's exporter writes.
 */
class SpanEncoderTests {

	private static final int COLLECTOR_LIMIT = 4 * 1024 * 1024;

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final Resource RESOURCE = Resource
		.create(Attributes.builder().put("service.name", "orders").put("host.cpus", 2).build(), "https://schema/1");

	private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.builder("scope")
		.setVersion("1.0")
		.setSchemaUrl("https://schema/2")
		.setAttributes(Attributes.builder().put("short", true).build())
		.build();

	private static final InstrumentationScopeInfo OTHER_SCOPE = InstrumentationScopeInfo.create("jdbc");

	@ParameterizedTest
	@MethodSource
	void writesWhatTheSdkWrites(SpanData span) throws IOException {
		assertSame(List.of(span));
	}

	static Stream<SpanData> writesWhatTheSdkWrites() {
		TraceState state = TraceState.builder().put("vendor", "1").put("other@system", "a:b").build();
		SpanContext remote = SpanContext.createFromRemoteParent(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(),
				state);
		EventData event = EventData.create(5, "exception", Attributes.builder().put("a", "b".repeat(300)).build(), 9);
		LinkData link = LinkData.create(remote, Attributes.builder().put("l", 1).build(), 4);
		return Stream
			.concat(Stream.of(SpanKind.values()).map((kind) -> span().setKind(kind)), Stream.of(span().setName(""),
					span().setName("n".repeat(70_000)), span().setParentSpanContext(remote),
					span().setSpanContext(
							SpanContext.create(TRACE, "ffffffffffffffff", TraceFlags.fromByte((byte) 0x83), state)),
					span().setStatus(StatusData.create(StatusCode.ERROR, "a \u20ac problem")),
					span().setStatus(StatusData.ok()), span().setStartEpochNanos(0).setEndEpochNanos(-1),
					span().setEvents(List.of(event, event)).setTotalRecordedEvents(1_000),
					span().setLinks(List.of(link, LinkData.create(SpanContext.getInvalid()))).setTotalRecordedLinks(7),
					span().setAttributes(everyType()).setTotalAttributeCount(200),
					span().setResource(Resource.empty()).setInstrumentationScopeInfo(InstrumentationScopeInfo.empty())))
			.map(TestSpanData.Builder::build);
	}

	static Attributes everyType() {
		return Attributes.builder()
			.put("text", "ascii")
			.put("empty", "")
			.put("two bytes", "\u00e4\u00f6\u00fc")
			.put("four bytes", "a\ud83d\ude00b")
			.put("half a character", "a\ud83d")
			.put("long", "x".repeat(5_000))
			.put("long, not ascii", "x".repeat(5_000) + "\u20ac")
			.put("length of two bytes", "y".repeat(128))
			.put("number", 1)
			.put("zero", 0)
			.put("negative", Long.MIN_VALUE)
			.put("fraction", -0.1)
			.put("no number", Double.NaN)
			.put("yes", true)
			.put("no", false)
			.put("texts", "a", "", "c".repeat(200))
			.put("numbers", 1, -1, Long.MAX_VALUE)
			.put("fractions", 1.5, 0.0)
			.put("booleans", true, false)
			.put(AttributeKey.stringArrayKey("none"), List.of())
			.put(AttributeKey.valueKey("structure"),
					Value.of(KeyValue.of("list", Value.of(Value.of("a"), Value.of(1), Value.of(2.5), Value.of(true))),
							KeyValue.of("bytes", Value.of(new byte[] { 0, -1 })), KeyValue.of("nothing", Value.empty()),
							KeyValue.of("map", Value.of(KeyValue.of("k", Value.of("v"))))))
			.build();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 50, 700 })
	void groupsByResourceAndScope(int count) throws IOException {
		Resource other = Resource.create(Attributes.builder().put("service.name", "payments").build());
		List<SpanData> spans = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			spans.add(span()
				.setSpanContext(SpanContext.create(TRACE, String.format("%016x", i + 1), TraceFlags.getSampled(),
						TraceState.getDefault()))
				.setResource((i % 5 == 0) ? other : RESOURCE)
				.setInstrumentationScopeInfo((i % 3 == 0) ? OTHER_SCOPE : SCOPE)
				.build());
		}
		assertSame(spans);
	}

	@Test
	void groupsEqualResourcesThoughEachSpanMakesAnother() throws IOException {
		List<SpanData> spans = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			SpanData span = span().setName("span " + i).build();
			spans.add(new DelegatingSpanData(span) {
				@Override
				public Resource getResource() {
					return Resource.create(RESOURCE.getAttributes(), RESOURCE.getSchemaUrl());
				}
			});
		}
		assertThat(decode(encode(new SpanGroups(spans))).getResourceSpansList()).singleElement()
			.satisfies((resource) -> assertThat(resource.getScopeSpansList()).singleElement()
				.satisfies((scope) -> assertThat(scope.getSpansCount()).isEqualTo(20)));
	}

	@Test
	void writesWhatTheSdkWritesForAnySpan() throws IOException {
		Random random = new Random(3);
		for (int round = 0; round < 300; round++) {
			AttributesBuilder attributes = Attributes.builder();
			for (int i = random.nextInt(30); i > 0; i--) {
				int length = 1 << random.nextInt(15);
				attributes.put("key" + i, text(random, random.nextInt(length)));
				attributes.put("number" + i, number(random));
			}
			EventData event = EventData.create(random.nextLong(), text(random, 20), attributes.build());
			int events = random.nextInt(3);
			assertSame(List.of(span().setName(text(random, random.nextInt(300)))
				.setAttributes(attributes.build())
				.setTotalAttributeCount(1_000)
				.setEvents(Collections.nCopies(events, event))
				.setTotalRecordedEvents(events)
				.setStartEpochNanos(random.nextLong())
				.build()));
		}
	}

	// Of any length but that of a payment card
	private static long number(Random random) {
		long number = random.nextLong() >> random.nextInt(64);
		return (number > 100_000_000_000_000L && number < 10_000_000_000_000_000L) ? 1 : number;
	}

	private static String text(Random random, int length) {
		int bound = random.nextBoolean() ? 0x80 : 0x10000;
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.append((char) random.nextInt(bound));
		}
		// Redaction is not the question here
		return text.toString().replace(':', '.').replace('?', '.');
	}

	@Test
	void masksEachSpan() throws IOException {
		Attributes attributes = Attributes.builder().put("url.full", "http://user:pw@host/?token=secret").build();
		assertThat(decode(encode(new SpanGroups(List.of(span().setAttributes(attributes).build())))).toString())
			.contains("token=REDACTED")
			.doesNotContain("secret")
			.doesNotContain("pw@");
	}

	@Test
	void leavesOutWhatIsNestedDeeperThanReceiversRead() throws IOException {
		Value<?> value = Value.of("bottom");
		for (int i = 0; i < 200; i++) {
			value = (i % 2 == 0) ? Value.of(value) : Value.of(KeyValue.of("k", value));
		}
		Attributes attributes = Attributes.of(AttributeKey.valueKey("deep"), value);
		ExportTraceServiceRequest request = decode(
				encode(new SpanGroups(List.of(span().setAttributes(attributes).build()))));
		assertThat(request.toString()).contains("\"deep\"").doesNotContain("bottom");
	}

	@Test
	void splitsWhatIsLargerThanACollectorTakes() throws IOException {
		List<SpanData> spans = new ArrayList<>();
		for (int i = 0; i < 700; i++) {
			spans.add(span().setName("span " + i)
				.setInstrumentationScopeInfo((i % 2 == 0) ? OTHER_SCOPE : SCOPE)
				.setEvents(List.of(EventData.create(1, "exception",
						Attributes.builder().put("exception.stacktrace", "at x\n".repeat(4_000)).build())))
				.build());
		}
		SpanGroups groups = new SpanGroups(spans);
		List<String> names = new ArrayList<>();
		List<Integer> sizes = new ArrayList<>();
		while (groups.hasNext()) {
			byte[] message = encode(groups);
			sizes.add(message.length);
			decode(message).getResourceSpansList()
				.stream()
				.flatMap((resource) -> resource.getScopeSpansList().stream())
				.flatMap((scope) -> scope.getSpansList().stream())
				.forEach((span) -> names.add(span.getName()));
		}
		// 14 MB in all
		assertThat(sizes).hasSize(4).allSatisfy((size) -> assertThat(size).isLessThan(COLLECTOR_LIMIT));
		assertThat(names).containsExactlyInAnyOrderElementsOf(spans.stream().map(SpanData::getName).toList());
	}

	@Test
	void spanThatIsTooLargeGoesAlone() throws IOException {
		SpanData huge = span().setAttributes(Attributes.builder().put("body", "x".repeat(5_000_000)).build()).build();
		SpanGroups groups = new SpanGroups(List.of(span().build(), huge, span().build()));
		assertThat(encode(groups)).hasSizeLessThan(1_000);
		assertThat(encode(groups)).hasSizeBetween(5_000_000, 5_001_000);
		assertThat(encode(groups)).hasSizeLessThan(1_000);
		assertThat(groups.hasNext()).isFalse();
	}

	static void assertSame(List<SpanData> spans) throws IOException {
		ByteArrayOutputStream expected = new ByteArrayOutputStream();
		TraceRequestMarshaler.create(spans).writeBinaryTo(expected);
		SpanGroups groups = new SpanGroups(spans);
		byte[] bytes = encode(groups);
		assertThat(groups.hasNext()).isFalse();
		assertThat(bytes).as("no length takes more bytes than it needs").hasSize(expected.size());
		assertThat(sorted(decode(bytes))).isEqualTo(sorted(decode(expected.toByteArray())));
	}

	// Neither has an order of resources and scopes
	private static List<String> sorted(ExportTraceServiceRequest request) {
		return request.getResourceSpansList()
			.stream()
			.flatMap((resource) -> resource.getScopeSpansList()
				.stream()
				.map((scope) -> resource.getResource() + resource.getSchemaUrl() + scope))
			.sorted()
			.toList();
	}

	static byte[] encode(SpanGroups spans) throws IOException {
		ProtobufWriter writer = new ProtobufWriter();
		new SpanEncoder(writer, new SpanRedaction()).encode(spans);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		OtlpMessage message = new OtlpMessage(writer);
		message.writeMessage(bytes);
		assertThat(bytes.size()).isEqualTo(message.getContentLength());
		return bytes.toByteArray();
	}

	private static ExportTraceServiceRequest decode(byte[] bytes) throws InvalidProtocolBufferException {
		return ExportTraceServiceRequest.parseFrom(bytes);
	}

	private static TestSpanData.Builder span() {
		return EndedSpans.span()
			.setSpanContext(
					SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()))
			.setResource(RESOURCE)
			.setInstrumentationScopeInfo(SCOPE)
			.setStartEpochNanos(1_700_000_000_000_000_000L)
			.setEndEpochNanos(1_700_000_000_123_456_789L);
	}

}
