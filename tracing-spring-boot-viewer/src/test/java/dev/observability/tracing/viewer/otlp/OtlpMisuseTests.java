// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

import com.google.protobuf.CodedOutputStream;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What strangers may send to {@link OtlpReader}: it is refused, or read within the bounds
 * of the page, and what was read can be written and read again.
 */
class OtlpMisuseTests {

	private static final int MEGABYTES_10 = 10_000_000;

	private static final Pattern MESSAGE = Pattern
		.compile("The body [a-zA-Z0-9,: ]+( at (byte \\d+|line \\d+, column \\d+))?");

	@ParameterizedTest
	@EnumSource
	void aBodyMayEndAnywhere(OtlpFormat format) throws IOException {
		byte[] traces = traces(format, 7);
		for (int length = 0; length < traces.length; length++) {
			boolean accepted = isAccepted(format, false, Arrays.copyOf(traces, length));
			check(!accepted || format == OtlpFormat.PROTOBUF, "accepted");
		}
		assertThat(isAccepted(format, false, traces)).isTrue();
		byte[] logs = logs(format, 7);
		for (int length = 0; length < logs.length; length++) {
			isAccepted(format, true, Arrays.copyOf(logs, length));
		}
	}

	@ParameterizedTest
	@EnumSource
	void survivesMutatedBodies(OtlpFormat format) throws IOException {
		fuzz(format, 10_000, 20_261_122L);
	}

	@ParameterizedTest
	@EnumSource
	@Tag("long")
	void survivesAMillionMutatedBodies(OtlpFormat format) throws IOException {
		fuzz(format, 1_000_000, new Random().nextLong());
	}

	private static void fuzz(OtlpFormat format, int rounds, long seed) throws IOException {
		Random random = new Random(seed);
		List<byte[]> traces = new ArrayList<>();
		List<byte[]> logs = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			traces.add(traces(format, i));
			logs.add(logs(format, i));
		}
		int accepted = 0;
		for (int round = 0; round < rounds; round++) {
			boolean isLogs = random.nextInt(3) == 0;
			byte[] body = Mutations.mutate(format, (isLogs ? logs : traces).get(random.nextInt(20)), random);
			try {
				accepted += isAccepted(format, isLogs, body) ? 1 : 0;
			}
			catch (IOException | RuntimeException | Error ex) {
				throw new AssertionError("seed %d, round %d".formatted(seed, round), ex);
			}
		}
		assertThat(accepted).as("some are only strange").isBetween(rounds / 100, rounds * 99 / 100);
	}

	@Test
	void anyValueMayStandAtAnyPlace() throws IOException {
		List<JsonNode> values = new ArrayList<>();
		for (String json : List.of("null", "1", "-1", "1.5", "1e30", "true", "\"x\"", "\"1\"", "\"\"", "[]", "[null]",
				"[1]", "[[]]", "[\"x\"]", "[{}]", "{}", "{\"values\":{}}", "{\"a\":[{}]}")) {
			values.add(ProtoJson.MAPPER.readTree(json));
		}
		int[] count = new int[2];
		for (boolean logs : new boolean[] { false, true }) {
			JsonNode root = ProtoJson.node(
					logs ? OtlpReaderTests.everyFieldOfALogRecord() : OtlpReaderTests.everyFieldOfASpan(),
					ProtoJson.Style.USUAL);
			replaceEach(root, values, () -> {
				byte[] body = root.toString().getBytes(StandardCharsets.UTF_8);
				count[isAccepted(OtlpFormat.JSON, logs, body) ? 1 : 0]++;
				readDocument(body);
			});
		}
		assertThat(count[0]).as("refused").isGreaterThan(400);
		assertThat(count[1]).as("accepted").isGreaterThan(400);
	}

	private static void replaceEach(JsonNode node, List<JsonNode> values, Check check) throws IOException {
		if (node instanceof ObjectNode object) {
			for (String name : List.copyOf(object.propertyNames())) {
				JsonNode original = object.get(name);
				for (JsonNode value : values) {
					object.set(name, value);
					check.run();
				}
				object.set(name, original);
				replaceEach(original, values, check);
			}
		}
		if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				JsonNode original = array.get(i);
				for (JsonNode value : values) {
					array.set(i, value);
					check.run();
				}
				array.set(i, original);
				replaceEach(original, values, check);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void valuesOfTenThousandLevelsAreReadToTheirDepth(boolean keys) throws IOException {
		byte[] value = new byte[0];
		for (int i = 0; i < 10_000; i++) {
			value = keys ? OtlpReaderTests.field(6, OtlpReaderTests.field(1, OtlpReaderTests.field(2, value)))
					: OtlpReaderTests.field(5, OtlpReaderTests.field(1, value));
		}
		byte[] attribute = OtlpReaderTests.field(9, OtlpReaderTests.field(2, value));
		List<SpanRecord> spans = spans(attribute);
		assertThat(spans).singleElement()
			.satisfies((span) -> assertThat(span.fields().value(0))
				.hasToString(keys ? "{={={={={={={={=…}}}}}}}}" : "[[[[[[[[…]]]]]]]]"));
		assertThat(lines(OtlpReaderTests.field(5, value))).singleElement()
			.satisfies((line) -> assertThat(line.text()).contains("\"…\""));
	}

	@Test
	void messagesOfTenThousandLevelsAtOtherPlacesAreSkipped() throws IOException {
		byte[] value = new byte[0];
		for (int i = 0; i < 10_000; i++) {
			value = OtlpReaderTests.field(1, value);
		}
		for (int field = 1; field < 20; field++) {
			byte[] body = OtlpReaderTests.field(field, value);
			assertThat(isAccepted(OtlpFormat.PROTOBUF, false, body)).isTrue();
			assertThat(isAccepted(OtlpFormat.PROTOBUF, true, body)).isTrue();
			assertThat(spans(body)).hasSizeLessThanOrEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "1,2", "1,2,2" })
	void tenMegabytesOfEmptyMessagesAreNothing(String path) throws IOException {
		for (int field : new int[] { 1, 2, 3 }) {
			byte[] body = wrapped(path, empty(field));
			CollectedSink sink = new CollectedSink();
			OtlpCount count = OtlpReader.traces(OtlpFormat.PROTOBUF, new ByteArrayInputStream(body), sink);
			boolean spans = path.equals("1,2") && field == 2;
			assertThat(count.rejected()).isEqualTo(spans ? MEGABYTES_10 / 2 : (path.equals("1,2,2") ? 1 : 0));
			assertThat(sink.spans).isEmpty();
		}
	}

	@Test
	void tenMegabytesOfEmptyPartsAreCounted() throws IOException {
		int parts = MEGABYTES_10 / 2;
		assertThat(spans(empty(9))).singleElement().satisfies((span) -> {
			assertThat(span.fields().size()).isEqualTo(FieldsBuilder.MAX_KEYS);
			assertThat(span.dropped().fields()).isEqualTo(parts - FieldsBuilder.MAX_KEYS);
		});
		assertThat(spans(empty(11))).singleElement().satisfies((span) -> {
			assertThat(span.events()).hasSize(SpanRecord.MAX_PARTS);
			assertThat(span.dropped().events()).isEqualTo(parts - SpanRecord.MAX_PARTS);
		});
		assertThat(spans(empty(13))).singleElement()
			.satisfies((span) -> assertThat(span.dropped().links()).isEqualTo(parts));
		assertThat(spans(wrapped("9,2,5", empty(1)))).singleElement()
			.satisfies((span) -> assertThat((List<?>) span.fields().value(0)).hasSize(FieldsBuilder.MAX_ELEMENTS));
		assertThat(spans(wrapped("9,2,6", empty(1)))).singleElement().satisfies((span) -> {
			assertThat(((Fields) span.fields().value(0)).size()).isEqualTo(FieldsBuilder.MAX_KEYS);
			assertThat(span.dropped().fields()).isEqualTo(parts - FieldsBuilder.MAX_KEYS);
		});
		assertThat(spans(wrapped("9", empty(2)))).hasSize(1);
		assertThat(spans(wrapped("9,2", empty(5)))).hasSize(1);
		assertThat(spans(empty(15))).hasSize(1);
	}

	@Test
	void tenMegabytesOfEmptyObjectsAreNothing() throws IOException {
		String empty = "{},".repeat(MEGABYTES_10 / 3) + "{}";
		for (String body : List.of("{\"resourceSpans\":[%s]}", "{\"resourceSpans\":[{\"scopeSpans\":[%s]}]}",
				"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}", "{\"x\":[%s]}")) {
			CollectedSink sink = new CollectedSink();
			OtlpCount count = OtlpReader.traces(OtlpFormat.JSON,
					new ByteArrayInputStream(body.formatted(empty).getBytes(StandardCharsets.UTF_8)), sink);
			assertThat(count.rejected()).isEqualTo(body.contains("\"spans\"") ? MEGABYTES_10 / 3 + 1 : 0);
			assertThat(sink.spans).isEmpty();
		}
	}

	@Test
	void aLengthIsCheckedBeforeAnythingIsMadeOfIt() throws IOException {
		for (long length : new long[] { 1, Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE,
				-1 }) {
			for (int field = 1; field < 20; field++) {
				ByteArrayOutputStream bytes = new ByteArrayOutputStream();
				CodedOutputStream out = CodedOutputStream.newInstance(bytes);
				out.writeTag(field, 2);
				out.writeUInt64NoTag(length);
				out.flush();
				byte[] body = bytes.toByteArray();
				assertThatExceptionOfType(OtlpFormatException.class).isThrownBy(() -> spans(body));
				assertThatExceptionOfType(OtlpFormatException.class).isThrownBy(() -> lines(body));
			}
		}
	}

	// True where it was read, false where it was refused; everything else is a failure
	private static boolean isAccepted(OtlpFormat format, boolean logs, byte[] body) throws IOException {
		CollectedSink sink = new CollectedSink();
		OtlpCount count;
		try {
			count = logs ? OtlpReader.logs(format, new ByteArrayInputStream(body), sink)
					: OtlpReader.traces(format, new ByteArrayInputStream(body), sink);
		}
		catch (OtlpFormatException ex) {
			assertThat(ex.getMessage()).matches("The body [a-zA-Z0-9,: ]+( at (byte \\d+|line \\d+, column \\d+))?");
			assertThat(sink.spans).isEmpty();
			assertThat(sink.lines).isEmpty();
			return false;
		}
		check(count.accepted() == sink.spans.size() + sink.lines.size(), "accepted");
		check(count.message().isEmpty() == (count.rejected() == 0), "message");
		assertBounds(sink);
		return true;
	}

	private static void readDocument(byte[] body) throws IOException {
		CollectedSink sink = new CollectedSink();
		try {
			OtlpReader.document(new ByteArrayInputStream(body), sink);
			assertBounds(sink);
		}
		catch (OtlpFormatException ex) {
			assertThat(sink.spans).isEmpty();
		}
	}

	private static void assertBounds(CollectedSink sink) throws IOException {
		sink.spans.forEach(OtlpMisuseTests::assertBounds);
		sink.lines.forEach(OtlpMisuseTests::assertBounds);
		CollectedSink again = CollectedSink.again(sink.spans, sink.lines);
		// Groups may have come apart, and are written together
		if (!again.spans.equals(sink.spans) || !again.lines.equals(sink.lines)) {
			assertThat(again.spans).containsExactlyInAnyOrderElementsOf(sink.spans);
			assertThat(again.lines).containsExactlyInAnyOrderElementsOf(sink.lines);
		}
	}

	private static void assertBounds(SpanRecord span) {
		check(span.id() != 0, "id");
		check(span.name().length() <= 1024, "name");
		check(span.traceState().length() <= 512, "state");
		check(span.statusMessage().length() <= 4096, "message");
		check(span.kind() >= 0 && span.kind() <= 5, "kind");
		check(span.status() >= 0 && span.status() <= 2, "status");
		check(span.events().size() <= SpanRecord.MAX_PARTS, "events");
		check(span.links().size() <= SpanRecord.MAX_PARTS, "links");
		check(span.dropped().fields() >= 0 && span.dropped().events() >= 0 && span.dropped().links() >= 0, "dropped");
		assertBounds(span.fields(), 0);
		span.events().forEach((event) -> assertBounds(event.fields(), 0));
		span.links().forEach((link) -> assertBounds(link.fields(), 0));
		assertBounds(span.origin().resource(), 0);
		assertBounds(span.origin().scope(), 0);
	}

	private static void assertBounds(LogLine line) {
		check(line.text().length() <= LogLine.MAX_TEXT, "text");
		check(line.severity() >= 0 && line.severity() <= 24, "severity");
		check(line.severityText().length() <= 64, "severity text");
		check(line.trace() != null || line.spanId() == 0, "span outside of a trace");
		assertBounds(line.fields(), 0);
	}

	private static void assertBounds(Object value, int depth) {
		if (value instanceof Fields fields) {
			check(depth <= FieldsBuilder.MAX_DEPTH, "depth");
			check(fields.size() <= FieldsBuilder.MAX_KEYS, "keys");
			for (int i = 0; i < fields.size(); i++) {
				check(fields.key(i).length() <= FieldsBuilder.MAX_KEY, "key");
				assertBounds(fields.value(i), depth + 1);
			}
		}
		else if (value instanceof List<?> list) {
			check(list.size() <= FieldsBuilder.MAX_ELEMENTS, "elements");
			list.forEach((each) -> assertBounds(each, depth + 1));
		}
		else {
			check(value instanceof String || value instanceof Long || value instanceof Double
					|| value instanceof Boolean || value instanceof Fields.Bytes, "type");
			check(value.toString().length() <= FieldsBuilder.MAX_STACK_TRACE, "value");
		}
	}

	// Much faster than an assertion that could say more
	private static void check(boolean condition, String what) {
		if (!condition) {
			throw new AssertionError(what);
		}
	}

	private static byte[] traces(OtlpFormat format, int seed) {
		List<SpanRecord> spans = first(new RandomRecords(seed).spans());
		return (format == OtlpFormat.PROTOBUF) ? ProtoRecords.traces(spans).toByteArray() : OtlpWriter.traces(spans);
	}

	private static byte[] logs(OtlpFormat format, int seed) {
		List<LogLine> lines = first(new RandomRecords(seed).lines());
		return (format == OtlpFormat.PROTOBUF) ? ProtoRecords.logs(lines).toByteArray() : OtlpWriter.logs(lines);
	}

	private static <T> List<T> first(List<T> all) {
		return all.subList(0, Math.min(3, all.size()));
	}

	// A span of these fields, with ids
	private static List<SpanRecord> spans(byte[] fields) throws IOException {
		byte[] span = OtlpReaderTests.concat(OtlpReaderTests.span().build().toByteArray(), fields);
		return CollectedSink.spans(OtlpFormat.PROTOBUF, wrapped("1,2,2", span));
	}

	private static List<LogLine> lines(byte[] fields) throws IOException {
		return CollectedSink.lines(OtlpFormat.PROTOBUF, wrapped("1,2,2", fields));
	}

	private static byte[] wrapped(String path, byte[] content) throws IOException {
		byte[] result = content;
		String[] fields = path.isEmpty() ? new String[0] : path.split(",");
		for (int i = fields.length - 1; i >= 0; i--) {
			result = OtlpReaderTests.field(Integer.parseInt(fields[i]), result);
		}
		return result;
	}

	private static byte[] empty(int field) {
		byte[] bytes = new byte[MEGABYTES_10];
		for (int i = 0; i < bytes.length; i += 2) {
			bytes[i] = (byte) (field << 3 | 2);
		}
		return bytes;
	}

	/**
	 * Looks at a body.
	 */
	private interface Check {

		void run() throws IOException;

	}

}
