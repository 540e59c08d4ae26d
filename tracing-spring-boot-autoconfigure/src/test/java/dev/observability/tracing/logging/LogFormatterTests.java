// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonLogFormatter} and its formats.
 */
class LogFormatterTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");

	@Test
	void logstashHasIdsAndServiceAtTheTopLevel() {
		JsonNode line = service(new LogEvents(LogFormat.LOGSTASH)).traced().mdc("tenant", "acme").log("Order {}", 7);
		assertThat(line.get("@timestamp").asString()).matches(TIME);
		assertThat(texts(line)).containsEntry("message", "Order 7")
			.containsEntry("level", "INFO")
			.containsEntry("level_value", "20000")
			.containsEntry("logger_name", "com.example.Orders")
			.containsEntry("thread_name", Thread.currentThread().getName())
			.containsEntry("trace_id", TRACE)
			.containsEntry("span_id", "00f067aa0ba902b7")
			.containsEntry("trace_flags", "01")
			.containsEntry("correlation_id", "order-4711")
			.containsEntry("service.name", "orders")
			.containsEntry("service.version", "1.4")
			.containsEntry("service.environment", "production")
			.containsEntry("tenant", "acme");
	}

	@Test
	void ecsHasItsOwnNames() {
		JsonNode line = service(new LogEvents(LogFormat.ECS)).traced().error("failed", new IllegalStateException("no"));
		assertThat(line.get("@timestamp").asString()).matches(TIME);
		assertThat(texts(line)).containsEntry("log.level", "ERROR")
			.containsEntry("ecs.version", "8.11")
			.containsEntry("message", "failed")
			.containsEntry("log.logger", "com.example.Orders")
			.containsEntry("process.pid", Long.toString(ProcessHandle.current().pid()))
			.containsEntry("trace.id", TRACE)
			.containsEntry("span.id", "00f067aa0ba902b7")
			.containsEntry("correlation_id", "order-4711")
			.containsEntry("service.name", "orders")
			.containsEntry("error.type", "java.lang.IllegalStateException")
			.containsEntry("error.message", "no")
			.doesNotContainKeys("trace_id", "traceId");
		assertThat(line.get("error.stack_trace").asString()).startsWith("java.lang.IllegalStateException: no\n\tat ");
	}

	@Test
	void ecsTakesTheServiceOfBootsProperties() {
		JsonNode line = service(new LogEvents(LogFormat.ECS)).property("logging.structured.ecs.service.name", "shop")
			.property("logging.structured.ecs.service.node-name", "a")
			.log("m");
		assertThat(texts(line)).containsEntry("service.name", "shop")
			.containsEntry("service.node.name", "a")
			.containsEntry("service.version", "1.4");
	}

	@Test
	void otelHasIdsAtTheTopLevelAndTheRestByTheDataModel() {
		JsonNode line = service(new LogEvents(LogFormat.OTEL)).traced()
			.mdc("tenant", "acme")
			.error("failed", new IllegalStateException("no"));
		assertThat(line.get("timestamp").asString()).matches(TIME);
		assertThat(texts(line)).containsEntry("severity_text", "ERROR")
			.containsEntry("severity_number", "17")
			.containsEntry("body", "failed")
			.containsEntry("trace_id", TRACE)
			.containsEntry("span_id", "00f067aa0ba902b7")
			.containsEntry("trace_flags", "01")
			.containsEntry("correlation_id", "order-4711");
		assertThat(texts(line.get("scope"))).containsExactly(Map.entry("name", "com.example.Orders"));
		assertThat(texts(line.get("resource"))).containsEntry("service.name", "orders")
			.containsEntry("deployment.environment.name", "production");
		assertThat(texts(line.get("attributes"))).containsEntry("tenant", "acme")
			.containsEntry("exception.type", "java.lang.IllegalStateException")
			.containsKeys("exception.stacktrace", "thread.name");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void linesWithoutTraceHaveNoIds(LogFormat format) {
		assertThat(new LogEvents(format).log("m").toString()).doesNotContain("trace", "span_id", "correlation");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void anyTextIsWrittenAndReadBack(LogFormat format) {
		String text = "quote \" slash \\ tab \t line \r\n nul \0 bell \u0007 del \u007f ä € \u2028 😀 [\ud83d] end";
		String expected = text.replace("[\ud83d]", "[\ufffd]");
		JsonNode utf8 = new LogEvents(format).mdc("text", text).log(text);
		assertThat(fields(format, utf8).get("text").asString()).isEqualTo(expected);
		assertThat(message(format, utf8)).isEqualTo(expected);
		JsonNode ascii = new LogEvents(format).charset(StandardCharsets.US_ASCII).log(text);
		assertThat(message(format, ascii)).isEqualTo(expected);
		JsonNode utf16 = new LogEvents(format).charset(StandardCharsets.UTF_16LE).log(text);
		assertThat(message(format, utf16)).isEqualTo(expected);
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void longTextsAreCutAndTheLineStaysWhole(LogFormat format) {
		String huge = "😀".repeat(3_000_000);
		JsonNode line = new LogEvents(format).property("observability.tracing.logging.max-message-length", 1001)
			.error(huge, new IllegalStateException(huge));
		assertThat(message(format, line)).isEqualTo("😀".repeat(500) + "…");
		assertThat(line.toString().length()).isLessThan(200_000);
	}

	@Test
	void namesThatExistGetANumber() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH).traced()
			.mdc("message", "a")
			.mdc("level", "b")
			.mdc("service", "c")
			.mdc("@timestamp", "d")
			.mdc("order", "1");
		LoggingEvent event = events.event(Level.INFO, "m", null);
		event.addKeyValuePair(new KeyValuePair("order", 2));
		event.addKeyValuePair(new KeyValuePair("order", 3));
		event.addKeyValuePair(new KeyValuePair("trace_id", "x"));
		assertThat(texts(events.write(event))).containsEntry("message", "m")
			.containsEntry("message_2", "a")
			.containsEntry("level_2", "b")
			.containsEntry("service_2", "c")
			.containsEntry("@timestamp_2", "d")
			.containsEntry("order", "1")
			.containsEntry("order_2", "2")
			.containsEntry("order_3", "3")
			.containsEntry("trace_id", TRACE)
			.containsEntry("trace_id_2", "x");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void keysMayBeMissingOrEmpty(LogFormat format) {
		assertThat(fields(format, new LogEvents(format).keyValue(null, 1)).get("null").asInt()).isEqualTo(1);
		assertThat(fields(format, new LogEvents(format).keyValue("", 1)).get("_").asInt()).isEqualTo(1);
		assertThat(fields(format, new LogEvents(format).keyValue("k", null)).get("k").isNull()).isTrue();
	}

	@Test
	void valuesKeepTheirTypes() {
		assertThat(value(42)).isEqualTo("42");
		assertThat(value(4.5)).isEqualTo("4.5");
		assertThat(value(true)).isEqualTo("true");
		assertThat(value(Double.NaN)).isEqualTo("\"NaN\"");
		assertThat(value(Level.INFO)).isEqualTo("\"INFO\"");
		assertThat(value(List.<Object>of(1, "a"))).isEqualTo("[1,\"a\"]");
		assertThat(value(new int[] { 1, 2 })).isEqualTo("[1,2]");
		assertThat(value(Map.of("a", List.of(true)))).isEqualTo("{\"a\":[true]}");
	}

	@Test
	void valuesThatFailBecomeATextThatSaysSo() {
		assertThat(value(new Failing())).isEqualTo("\"[FAILED java.lang.UnsupportedOperationException]\"");
		assertThat(value(List.<Object>of(1, new Failing())))
			.isEqualTo("\"[FAILED java.lang.UnsupportedOperationException]\"");
		List<Object> itself = new ArrayList<>();
		itself.add(itself);
		assertThat(value(itself)).contains("(this Collection)");
		assertThat(new LogEvents(LogFormat.LOGSTASH).log("{}", new Failing()).get("message").asString())
			.contains("FAILED toString()");
	}

	@Test
	void fieldsBeyondTheBoundAreCounted() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH).property("observability.tracing.logging.max-fields", 2);
		LoggingEvent event = events.event(Level.INFO, "m", null);
		for (int i = 0; i < 5; i++) {
			event.addKeyValuePair(new KeyValuePair("k" + i, i));
		}
		assertThat(texts(events.write(event))).containsEntry("k1", "1")
			.containsEntry("dropped_fields", "3")
			.doesNotContainKey("k2");
	}

	@Test
	void markersAreTagsExceptThatOfCommonsLogging() {
		Marker outer = new BasicMarkerFactory().getMarker("OUTER");
		outer.add(MarkerFactory.getMarker("INNER"));
		Marker noise = MarkerFactory.getMarker("COMMONS-LOGGING");
		assertThat(new LogEvents(LogFormat.LOGSTASH).marked(outer, noise).get("tags"))
			.hasToString("[\"OUTER\",\"INNER\"]");
		assertThat(new LogEvents(LogFormat.LOGSTASH).marked(noise).has("tags")).isFalse();
		assertThat(new LogEvents(LogFormat.OTEL).marked(outer).get("attributes").has("logback.marker")).isTrue();
	}

	@Test
	void structuredArgumentsAndMarkersOfLogstashAreFields() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH);
		JsonNode line = events.log("Order {}", StructuredArguments.keyValue("order", 7),
				StructuredArguments.value("message", "own"), StructuredArguments.keyValue("bad", new Failing()));
		assertThat(line.get("message").asString()).isEqualTo("Order order=7");
		assertThat(line.get("order").asInt()).isEqualTo(7);
		assertThat(line.get("message_2").asString()).isEqualTo("own");
		JsonNode marked = events.marked(Markers.append("url", "http://u:secret@h/?token=secret"));
		assertThat(marked.get("url").asString()).doesNotContain("secret");
		assertThat(marked.has("tags")).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void secretsAreMaskedInEveryText(LogFormat format) {
		String url = "http://user:hunter2@host/x?token=hunter2";
		LogEvents events = new LogEvents(format).mdc("url", url);
		LoggingEvent event = events.event(Level.ERROR, "calling {}",
				new IllegalStateException("cannot save " + url,
						new IllegalArgumentException(
								"duplicate key value violates unique constraint Detail: Key (email)=(hunter2) exists")),
				url);
		event.addKeyValuePair(new KeyValuePair("list", List.of(Map.of("url", url))));
		assertThat(events.text(event)).doesNotContain("hunter2").contains("REDACTED", "Key (email)=(?)");
	}

	@Test
	void circularAndDeepCausesEnd() {
		Exception first = new IllegalStateException("first");
		Exception second = new IllegalStateException("second", first);
		first.initCause(second);
		second.addSuppressed(first);
		assertThat(stackTrace(first)).contains("Caused by: java.lang.IllegalStateException: second",
				"CIRCULAR REFERENCE");
		Throwable deep = new IllegalStateException("0");
		for (int i = 1; i < 300; i++) {
			deep = new IllegalStateException(Integer.toString(i), deep);
		}
		assertThat(stackTrace(deep)).contains("Caused by: java.lang.IllegalStateException: 250")
			.hasSizeLessThan(33_000);
	}

	@Test
	void stackTracesLookAsThrowablePrintsThem() {
		Exception suppressed = new IllegalStateException("s");
		Exception failure = new IllegalStateException("outer", new IllegalArgumentException("inner"));
		failure.addSuppressed(suppressed);
		assertThat(stackTrace(failure)).startsWith("java.lang.IllegalStateException: outer\n\tat ")
			.contains("\n\tSuppressed: java.lang.IllegalStateException: s\n\t\t",
					"\nCaused by: java.lang.IllegalArgumentException: inner\n\t")
			.containsPattern("\n\t\\.\\.\\. \\d+ more\n");
	}

	@Test
	void stackTracesAreThoseOfBootsPropertiesWhereSet() {
		JsonNode line = new LogEvents(LogFormat.LOGSTASH).property("logging.structured.json.stacktrace.root", "first")
			.error("m", new IllegalStateException("outer", new IllegalArgumentException("http://u:secret@h/")));
		assertThat(line.get("stack_trace").asString()).startsWith("java.lang.IllegalArgumentException: http")
			.contains("Wrapped by: java.lang.IllegalStateException: outer")
			.doesNotContain("secret");
	}

	@Test
	void manyThreadsWriteWholeLines() throws Exception {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH);
		LogstashLogFormatter formatter = new LogstashLogFormatter(new StandardEnvironment(), null);
		ExecutorService threads = Executors.newFixedThreadPool(40);
		try {
			List<Future<Boolean>> results = new ArrayList<>();
			for (int i = 0; i < 2000; i++) {
				String text = "text " + i + " " + "x".repeat(i);
				results.add(threads.submit(() -> StrictJson.line(formatter.format(events.event(Level.INFO, text, null)))
					.get("message")
					.asString()
					.equals(text)));
			}
			for (Future<Boolean> result : results) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void eventsThatCannotBeReadAreWrittenInShort() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH);
		LoggingEvent event = new LoggingEvent() {

			@Override
			public String getFormattedMessage() {
				throw new IllegalStateException("http://u:secret@h/");
			}

		};
		event.setLevel(Level.WARN);
		event.setMessage("the message");
		assertThat(texts(events.write(event))).containsEntry("level", "WARN")
			.containsEntry("message", "the message")
			.containsEntry("logging_failure", "java.lang.IllegalStateException");
	}

	@Test
	void timesBeforeAndAfterTheEpochAreWritten() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH);
		LoggingEvent event = events.event(Level.INFO, "m", null);
		event.setInstant(Instant.parse("1969-12-31T23:59:59.999999999Z"));
		assertThat(events.write(event).get("@timestamp").asString()).isEqualTo("1969-12-31T23:59:59.999999Z");
		LoggingEvent other = events.event(Level.INFO, "m", null);
		other.setInstant(Instant.parse("2026-03-01T00:00:00.001002Z"));
		assertThat(events.write(other).get("@timestamp").asString()).isEqualTo("2026-03-01T00:00:00.001002Z");
	}

	private static LogEvents service(LogEvents events) {
		String prefix = "management.opentelemetry.resource-attributes";
		return events.property(prefix + "[service.name]", "orders")
			.property(prefix + "[service.version]", "1.4")
			.property(prefix + "[deployment.environment.name]", "production");
	}

	private static String stackTrace(Throwable throwable) {
		return new LogEvents(LogFormat.LOGSTASH).error("m", throwable).get("stack_trace").asString();
	}

	private static String value(Object value) {
		return new LogEvents(LogFormat.LOGSTASH).keyValue("k", value).get("k").toString();
	}

	private static String message(LogFormat format, JsonNode line) {
		return line.get((format == LogFormat.OTEL) ? "body" : "message").asString();
	}

	private static JsonNode fields(LogFormat format, JsonNode line) {
		return (format == LogFormat.OTEL) ? line.get("attributes") : line;
	}

	private static Map<String, String> texts(JsonNode node) {
		Map<String, String> texts = new LinkedHashMap<>();
		node.properties().forEach((entry) -> texts.put(entry.getKey(), text(entry.getValue())));
		return texts;
	}

	private static String text(JsonNode node) {
		return node.isContainer() ? node.toString() : node.asString();
	}

	/** What toString() should not do. */
	static final class Failing {

		@Override
		public String toString() {
			throw new UnsupportedOperationException(String.format(Locale.ROOT, "http://u:secret@h/"));
		}

	}

}
