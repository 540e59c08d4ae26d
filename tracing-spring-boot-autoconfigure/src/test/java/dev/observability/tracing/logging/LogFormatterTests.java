// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
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
		assertThat(LogEvents.texts(line)).containsEntry("message", "Order 7")
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
		assertThat(LogEvents.texts(line)).containsEntry("log.level", "ERROR")
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
		assertThat(LogEvents.texts(line)).containsEntry("service.name", "shop")
			.containsEntry("service.node.name", "a")
			.containsEntry("service.version", "1.4");
	}

	@Test
	void otelHasIdsAtTheTopLevelAndTheRestByTheDataModel() {
		JsonNode line = service(new LogEvents(LogFormat.OTEL)).traced()
			.mdc("tenant", "acme")
			.error("failed", new IllegalStateException("no"));
		assertThat(line.get("timestamp").asString()).matches(TIME);
		assertThat(LogEvents.texts(line)).containsEntry("severity_text", "ERROR")
			.containsEntry("severity_number", "17")
			.containsEntry("body", "failed")
			.containsEntry("trace_id", TRACE)
			.containsEntry("span_id", "00f067aa0ba902b7")
			.containsEntry("trace_flags", "01")
			.containsEntry("correlation_id", "order-4711");
		assertThat(LogEvents.texts(line.get("scope"))).containsExactly(Map.entry("name", "com.example.Orders"));
		assertThat(LogEvents.texts(line.get("resource"))).containsEntry("service.name", "orders")
			.containsEntry("deployment.environment.name", "production");
		assertThat(LogEvents.texts(line.get("attributes"))).containsEntry("tenant", "acme")
			.containsEntry("exception.type", "java.lang.IllegalStateException")
			.containsKeys("exception.stacktrace", "thread.name");
	}

	@ParameterizedTest
	@MethodSource("levels")
	void everyLevelIsStrictJson(LogFormat format, Level level, String value, String severity) {
		LogEvents events = new LogEvents(format);
		Map<String, String> line = LogEvents.texts(events.write(events.event(level, "m", null)));
		switch (format) {
			case LOGSTASH ->
				assertThat(line).containsEntry("level", level.levelStr).containsEntry("level_value", value);
			case ECS -> assertThat(line).containsEntry("log.level", level.levelStr);
			default -> assertThat(line).containsEntry("severity_text", level.levelStr)
				.containsEntry("severity_number", severity);
		}
	}

	static Stream<Arguments> levels() {
		return Stream.of(LogFormat.LOGSTASH, LogFormat.ECS, LogFormat.OTEL)
			.flatMap((format) -> Stream.of(Arguments.of(format, Level.TRACE, "5000", "1"),
					Arguments.of(format, Level.DEBUG, "10000", "5"), Arguments.of(format, Level.INFO, "20000", "9"),
					Arguments.of(format, Level.WARN, "30000", "13"), Arguments.of(format, Level.ERROR, "40000", "17")));
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
		assertThat(LogEvents.fields(format, utf8).get("text").asString()).isEqualTo(expected);
		assertThat(LogEvents.message(format, utf8)).isEqualTo(expected);
		JsonNode ascii = new LogEvents(format).charset(StandardCharsets.US_ASCII).log(text);
		assertThat(LogEvents.message(format, ascii)).isEqualTo(expected);
		JsonNode utf16 = new LogEvents(format).charset(StandardCharsets.UTF_16LE).log(text);
		assertThat(LogEvents.message(format, utf16)).isEqualTo(expected);
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
	void markersAreTagsExceptThatOfCommonsLogging() {
		Marker outer = new BasicMarkerFactory().getMarker("OUTER");
		outer.add(MarkerFactory.getMarker("INNER"));
		Marker noise = MarkerFactory.getMarker("COMMONS-LOGGING");
		assertThat(new LogEvents(LogFormat.LOGSTASH).marked(outer, noise).get("tags"))
			.hasToString("[\"OUTER\",\"INNER\"]");
		assertThat(new LogEvents(LogFormat.LOGSTASH).marked(noise).has("tags")).isFalse();
		assertThat(new LogEvents(LogFormat.OTEL).marked(outer).get("attributes").has("logback.marker")).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS" })
	void tagsAreMaskedAndNoListOfAllowedKeysHidesThem(LogFormat format) {
		LogEvents events = new LogEvents(format).property("observability.tracing.redaction.allowed-keys", "order.id")
			.mdc("tenant", "acme");
		JsonNode line = events.marked(MarkerFactory.getMarker("AUDIT"), MarkerFactory.getMarker("password=hunter2"));
		assertThat(line.get("tags")).hasToString("[\"AUDIT\",\"password=REDACTED\"]");
		assertThat(line.get("tenant").asString()).isEqualTo("REDACTED");
	}

	@Test
	void structuredArgumentsAndMarkersOfLogstashAreFields() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH);
		JsonNode line = events.log("Order {}", StructuredArguments.keyValue("order", 7),
				StructuredArguments.value("message", "own"), StructuredArguments.keyValue("bad", new FailingValue()));
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

}
