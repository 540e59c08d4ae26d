// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OtlpReader}: the forms that values may have in JSON, and those that
 * they may not have.
 */
class OtlpJsonTests {

	private static final String IDS = "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"spanId\":\"00f067aa0ba902b7\"";

	@ParameterizedTest
	@ValueSource(strings = { "\"1790000000000000001\"", "1790000000000000001", "\"1790000000000000001.0\"",
			"1.790000000000000001e18", "\"1.790000000000000001E+18\"" })
	void timesAreTextsOrNumbers(String time) throws IOException {
		assertThat(span("\"startTimeUnixNano\":" + time).startNanos()).isEqualTo(1_790_000_000_000_000_001L);
	}

	@ParameterizedTest
	@CsvSource({ "18446744073709551615,-1", "9223372036854775808,-9223372036854775808", "-1,-1", "0,0", "-0,0",
			"1e3,1000", "-9223372036854775808,-9223372036854775808" })
	void timesHaveNoSign(String time, long expected) throws IOException {
		assertThat(span("\"startTimeUnixNano\":" + time).startNanos()).isEqualTo(expected);
		assertThat(span("\"startTimeUnixNano\":\"" + time + "\"").startNanos()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\"x\"", "1.5", "\"1.5\"", "18446744073709551616", "1e20", "1e999999999",
			"1e-999999999", "\"0x10\"", "\"NaN\"", "true", "{}", "[]", "[1]", "\" 1\"", "\"1 \"",
			"\"11111111111111111111111111111111111111111111111111111111111111111\"", "\"\u0661e\"",
			"1.000000000000000000000000000000000000000000000000000000000000000" })
	void whatIsNoIntegerIsRefused(String time) {
		assertRefused("\"startTimeUnixNano\":" + time);
	}

	@ParameterizedTest
	@CsvSource({ "intValue,'\"-9223372036854775808\"',-9223372036854775808", "intValue,7,7", "intValue,7.0,7",
			"intValue,'\"7e2\"',700" })
	void integersKeepTheirSign(String name, String json, long expected) throws IOException {
		assertThat(value(name, json)).isEqualTo(expected);
	}

	@Test
	void integersOfMoreThan64BitsAreRefused() {
		assertRefused(attribute("intValue", "9223372036854775808"));
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "1.5,1.5", "-0.0,-0.0", "1e308,1e308", "'\"NaN\"',NaN", "'\"Infinity\"',Infinity",
			"'\"-Infinity\"',-Infinity", "'\"2.5\"',2.5", "1e400,Infinity" })
	void fractionsAreNumbersOrTexts(String json, double expected) throws IOException {
		assertThat(value("doubleValue", json)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "\"\"", "\"x\"", "\"0x1p3\"", "\"1d\"", "\"nan\"", "true", "{}", "NaN", "\"1e\"", "\"--1\"" })
	void whatIsNoFractionIsRefused(String json) {
		assertRefused(attribute("doubleValue", json));
	}

	@ParameterizedTest
	@CsvSource({ "+/8=,+/8=", "-_8=,+/8=", "-_8,+/8=", "'',''", "AA,AA==" })
	void bytesAreBase64OfEitherAlphabet(String json, String expected) throws IOException {
		assertThat(value("bytesValue", '"' + json + '"')).isEqualTo(new Fields.Bytes(expected));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"A\"", "\"A===\"", "\"AA==AA\"", "\"\u00e4\u00e4\u00e4\u00e4\"", "\"AA A\"", "1" })
	void whatIsNoBase64IsRefused(String json) {
		assertRefused(attribute("bytesValue", json));
	}

	@ParameterizedTest
	@CsvSource({ "2,2", "'\"SPAN_KIND_SERVER\"',2", "'\"2\"',0", "'\"SPAN_KIND_OTHER\"',0", "77,0", "-1,0",
			"4294967298,0", "2.0,2" })
	void constantsAreNumbersOrNames(String json, int expected) throws IOException {
		assertThat(span("\"kind\":" + json).kind()).isEqualTo(expected);
	}

	@Test
	void constantsOfStatusAndSeverityAreKnownByName() throws IOException {
		assertThat(span("\"status\":{\"code\":\"STATUS_CODE_ERROR\"}").isError()).isTrue();
		assertThat(span("\"status\":{\"code\":\"STATUS_CODE_OK\"}").status()).isEqualTo(1);
		assertThat(line("\"severityNumber\":\"SEVERITY_NUMBER_INFO\"").severity()).isEqualTo(9);
		assertThat(line("\"severity_number\":\"SEVERITY_NUMBER_FATAL4\"").severity()).isEqualTo(24);
		assertThat(line("\"severityNumber\":\"SEVERITY_NUMBER_TRACE\"").severity()).isEqualTo(1);
	}

	@Test
	void namesAreInEitherForm() throws IOException {
		List<SpanRecord> spans = CollectedSink.spans(OtlpFormat.JSON, bytes("""
				{"resource_spans":[{"scope_spans":[{"spans":[{"trace_id":"4BF92F3577B34DA6A3CE929D0E0E4736",
				"span_id":"00F067AA0BA902B7","parent_span_id":"00F067AA0BA902B8","trace_state":"a=b",
				"start_time_unix_nano":"1","end_time_unix_nano":2,"dropped_attributes_count":3,
				"attributes":[{"key":"a","value":{"array_value":{"values":[{"int_value":"1"},
				{"string_value":"x"},{"bool_value":true},{"double_value":1},{"bytes_value":"AA=="},
				{"kvlist_value":{"values":[]}}]}}}]}]}]}]}"""));
		assertThat(spans).singleElement().satisfies((span) -> {
			assertThat(span.trace()).hasToString("4bf92f3577b34da6a3ce929d0e0e4736");
			assertThat(span.parentId()).isEqualTo(0xf067aa0ba902b8L);
			assertThat(span.traceState()).isEqualTo("a=b");
			assertThat(span.startNanos()).isEqualTo(1);
			assertThat(span.endNanos()).isEqualTo(2);
			assertThat(span.dropped()).isEqualTo(new SpanRecord.Dropped(3, 0, 0));
			assertThat(span.fields().get("a"))
				.isEqualTo(List.<Object>of(1L, "x", true, 1.0, new Fields.Bytes("AA=="), Fields.EMPTY));
		});
	}

	@Test
	void nullIsAsGoodAsAbsent() throws IOException {
		List<SpanRecord> spans = CollectedSink.spans(OtlpFormat.JSON, bytes("""
				{"resourceSpans":[null,{"resource":null,"scopeSpans":[{"scope":null,"spans":[null,{%s,
				"parentSpanId":null,"name":null,"kind":null,"startTimeUnixNano":null,"attributes":null,"flags":null,
				"events":[null,{"name":null}],"links":null,"status":null,"droppedEventsCount":null}]}]},
				{"scopeSpans":null}]}""".formatted(IDS)));
		assertThat(spans).containsExactly(span("\"events\":[{}]"));
		assertThat(value("stringValue", "null")).isEqualTo("");
		assertThat(CollectedSink.spans(OtlpFormat.JSON, bytes("{\"resourceSpans\":null}"))).isEmpty();
	}

	@Test
	void unknownNamesAreSkipped() throws IOException {
		String unknown = "\"a\":{\"spans\":[{}],\"resourceSpans\":3},\"b\":[[1,{}]],\"c\":1e999,\"name2\":\"x\",";
		assertThat(
				CollectedSink.spans(OtlpFormat.JSON,
						bytes("{" + unknown + "\"resourceSpans\":[{" + unknown + "\"scopeSpans\":[{" + unknown
								+ "\"spans\":[{" + unknown + IDS + ",\"d\":null}]}]}]}")))
			.containsExactly(span("\"kind\":0"));
	}

	@Test
	void resourceAndScopeMayStandBehindTheirSpans() throws IOException {
		List<SpanRecord> spans = CollectedSink.spans(OtlpFormat.JSON, bytes("""
				{"resourceSpans":[{"scopeSpans":[{"spans":[{%s}],"scope":{"name":"late"}}],
				"resource":{"attributes":[{"value":{"stringValue":"orders"},"key":"service.name"}]}}]}"""
			.formatted(IDS)));
		assertThat(spans).singleElement().satisfies((span) -> {
			assertThat(span.origin().service()).isEqualTo("orders");
			assertThat(span.origin().scopeName()).isEqualTo("late");
		});
	}

	@Test
	void namesThatComeTwiceCountTwice() throws IOException {
		SpanRecord span = span(
				"\"name\":\"first\",\"name\":\"last\",\"events\":[{\"name\":\"a\"}],\"events\":[{\"name\":\"b\"}]");
		assertThat(span.name()).isEqualTo("last");
		assertThat(span.events()).extracting(SpanRecord.Event::name).containsExactly("a", "b");
	}

	@Test
	void aMarkOfTheByteOrderIsPassedOver() throws IOException {
		assertThat(CollectedSink.spans(OtlpFormat.JSON, bytes("\uFEFF" + request(IDS)))).hasSize(1);
		assertThat(CollectedSink.spans(OtlpFormat.JSON, bytes(" \r\n\t" + request(IDS) + "\n \n"))).hasSize(1);
	}

	@Test
	void whatIsNoUtf8IsReplaced() throws IOException {
		byte[] body = request(IDS + ",\"name\":\"a\u007fb\"").getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < body.length; i++) {
			if (body[i] == 0x7F) {
				body[i] = (byte) 0xFF;
			}
		}
		assertThat(CollectedSink.spans(OtlpFormat.JSON, body)).singleElement()
			.satisfies((span) -> assertThat(span.name()).isEqualTo("a\uFFFDb"));
	}

	@Test
	void halvesOfCharactersAreReplaced() throws IOException {
		assertThat(span("\"name\":\"a\\ud83dz\\ude00\\ud83d\\ude00\\ude00\"").name())
			.isEqualTo("a\uFFFDz\uFFFD\ud83d\ude00\uFFFD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "[]", "null", "1", "\"x\"", "true", "{", "{\"", "{}}", "{} {}", "{},", "{}x",
			"{} null", "{'resourceSpans':[]}", "{resourceSpans:[]}", "{\"resourceSpans\":[],}",
			"{\"resourceSpans\":{}}", "{\"resourceSpans\":1}", "{\"resourceSpans\":[1]}", "{\"resourceSpans\":[[]]}",
			"{\"resourceSpans\":[{}]", "{\"resourceSpans\":[{}}", "{\"resourceSpans\":[{\"resource\":[]}]}",
			"{\"a\":tru}", "{\"a\":01}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "/**/{}", "{\"a\":\"" })
	void whatIsNoRequestIsRefused(String body) {
		assertThatExceptionOfType(OtlpFormatException.class)
			.isThrownBy(() -> CollectedSink.spans(OtlpFormat.JSON, bytes(body)))
			.withMessageMatching("The body [a-zA-Z,: ]+( at line \\d+, column \\d+)?");
	}

	@Test
	void aMessageHoldsNothingOfTheBody() {
		for (String secret : List.of("{\"secret\":secret}", "{\"resourceSpans\":\"secret\"}", "secret",
				request(IDS + ",\"startTimeUnixNano\":\"secret\""), request(IDS + ",\"secret\":\"secret\\secret\""))) {
			assertThatExceptionOfType(OtlpFormatException.class)
				.isThrownBy(() -> CollectedSink.spans(OtlpFormat.JSON, bytes(secret)))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
		}
	}

	@Test
	void aMessageSaysWhere() {
		assertThatExceptionOfType(OtlpFormatException.class)
			.isThrownBy(() -> CollectedSink.spans(OtlpFormat.JSON, bytes("{\n \"resourceSpans\": 7}")))
			.withMessage("The body is not OTLP in JSON: a list is expected at line 2, column 19");
		assertThatExceptionOfType(OtlpFormatException.class)
			.isThrownBy(() -> CollectedSink.spans(OtlpFormat.JSON, bytes("{\"resourceSpans\":[7]}")))
			.withMessage("The body is not OTLP in JSON: an object is expected at line 1, column 19");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"a\":", "[{\"a\":" })
	void nestingWithoutEndIsRefused(String level) {
		String deep = level.repeat(100_000);
		assertTooMuch("{\"x\":" + deep);
		assertRefused("\"attributes\":" + deep);
		assertRefused("\"attributes\":[{\"value\":" + deep);
		assertTooMuch(request(IDS + ",\"attributes\":[{\"value\":" + "{\"arrayValue\":{\"values\":[".repeat(100_000)));
	}

	@Test
	void aNumberOfAMillionDigitsIsRefused() {
		String digits = "1".repeat(1_000_000);
		assertTooMuch("{\"x\":" + digits + "}");
		assertTooMuch("{\"x\":1." + digits + "}");
		assertTooMuch(request(IDS + ",\"startTimeUnixNano\":" + digits));
		assertRefused("\"startTimeUnixNano\":\"" + digits + '"');
		assertRefused(attribute("doubleValue", '"' + digits + '"'));
	}

	@Test
	void aNameOfAMillionCharactersIsRefused() {
		assertTooMuch("{\"" + "n".repeat(1_000_000) + "\":1}");
	}

	@Test
	void aTextOfAMillionCharactersIsCut() throws IOException {
		assertThat(span("\"name\":\"" + "n".repeat(1_000_000) + '"').name()).hasSize(SpanRecord.MAX_NAME);
	}

	@Test
	void aDocumentHasSpansAndLogLines() throws IOException {
		String document = "{\"trace\":{\"id\":\"x\",\"resourceSpans\":[1]},\"linkedFrom\":[{\"traceId\":\"y\"}],"
				+ request(IDS).substring(1, request(IDS).length() - 1) + ",\"resourceLogs\":[{\"scopeLogs\":"
				+ "[{\"logRecords\":[{\"body\":{\"stringValue\":\"hello\"}}]}]}]}";
		for (String body : List.of(document, "\uFEFF" + document + "\n", "{\"traces\":[" + document + "],\"x\":1}")) {
			CollectedSink sink = CollectedSink.document(body);
			assertThat(sink.spans).containsExactly(span("\"kind\":0"));
			assertThat(sink.lines).extracting(LogLine::text).containsExactly("hello");
		}
		for (String body : List.of(document + document, document + "\n" + document + "\r\n\n",
				"{\"traces\":[" + document + "," + document + "]}", "{\"traces\":[" + document + "]}\n" + document)) {
			CollectedSink sink = new CollectedSink();
			assertThat(OtlpReader.document(new ByteArrayInputStream(bytes(body)), sink))
				.isEqualTo(new OtlpCount(4, 0, ""));
			assertThat(sink.spans).hasSize(2);
			assertThat(sink.lines).hasSize(2);
		}
		assertThat(CollectedSink.document("{\"traces\":[{\"traces\":[" + document + "]}]}").spans).isEmpty();
		assertThat(CollectedSink.document("{}").spans).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{\"traces\":{}}", "{\"traces\":[[]]}", "{\"traces\":[1]}", "{}\n{}\n[]",
			"{}\n{\"resourceSpans\":1}", "{}\nx", "{}\n{", "{\"resourceLogs\":[{\"scopeLogs\":[1]}]}" })
	void whatIsNoDocumentIsRefused(String body) {
		assertThatExceptionOfType(OtlpFormatException.class).isThrownBy(() -> CollectedSink.document(body));
	}

	@Test
	void spansBeyondTheLimitOfADocumentAreRejected() throws IOException {
		String spans = ("{" + IDS + "},").repeat(100_001);
		String part = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + spans + "{}]}]}]}";
		CollectedSink sink = new CollectedSink();
		OtlpCount count = OtlpReader.document(new ByteArrayInputStream(bytes(part + part)), sink);
		assertThat(sink.spans).hasSize(199_999);
		assertThat(count).isEqualTo(new OtlpCount(199_999, 5,
				"Rejected spans: 1 without a valid trace id and span id, 4 beyond the limit of 200000"));
	}

	@Test
	void whyLogRecordsWereRejectedIsSaidAsWell() {
		assertThat(new OtlpCount(1, 2, "a").plus(new OtlpCount(3, 4, "b"))).isEqualTo(new OtlpCount(4, 6, "a; b"));
		assertThat(new OtlpCount(1, 2, "a").plus(new OtlpCount(3, 0, ""))).isEqualTo(new OtlpCount(4, 2, "a"));
	}

	private static void assertTooMuch(String body) {
		assertThatExceptionOfType(OtlpFormatException.class)
			.isThrownBy(() -> CollectedSink.spans(OtlpFormat.JSON, bytes(body)))
			.withMessageStartingWith(
					"The body is nested too deeply, or has a name, a text or a number that is too long");
	}

	private static void assertRefused(String content) {
		assertThatExceptionOfType(OtlpFormatException.class).isThrownBy(() -> span(content));
	}

	private static Object value(String name, String json) throws IOException {
		return span(attribute(name, json)).fields().value(0);
	}

	private static String attribute(String name, String json) {
		return "\"attributes\":[{\"key\":\"a\",\"value\":{\"" + name + "\":" + json + "}}]";
	}

	private static SpanRecord span(String content) throws IOException {
		List<SpanRecord> spans = CollectedSink.spans(OtlpFormat.JSON, bytes(request(IDS + "," + content)));
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	private static LogLine line(String content) throws IOException {
		List<LogLine> lines = CollectedSink.lines(OtlpFormat.JSON,
				bytes("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{" + content + "}]}]}]}"));
		assertThat(lines).hasSize(1);
		return lines.get(0);
	}

	private static String request(String span) {
		return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + span + "}]}]}]}";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
