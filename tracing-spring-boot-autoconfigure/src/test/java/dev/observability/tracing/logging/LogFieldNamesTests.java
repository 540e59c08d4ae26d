// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Map;
import java.util.TreeMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogFields}: which names the fields of an application get.
 */
class LogFieldNamesTests {

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
		assertThat(LogEvents.texts(events.write(event))).containsEntry("message", "m")
			.containsEntry("message_2", "a")
			.containsEntry("level_2", "b")
			.containsEntry("service_2", "c")
			.containsEntry("@timestamp_2", "d")
			.containsEntry("order", "1")
			.containsEntry("order_2", "2")
			.containsEntry("order_3", "3")
			.containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
			.containsEntry("trace_id_2", "x");
	}

	// Elasticsearch takes dots for objects and refuses a text and an object of one name
	@ParameterizedTest
	@CsvSource({ "ECS, process, process_2", "ECS, process.thread, process.thread_2",
			"ECS, service.node, service.node_2", "ECS, message.id, message_id",
			"ECS, process.thread.name.short, process_thread_name_short", "ECS, tags.color, tags_color",
			"ECS, process.args, process.args", "ECS, messages.id, messages.id", "LOGSTASH, message.id, message_id",
			"LOGSTASH, service, service_2", "LOGSTASH, service.id, service.id", "OTEL, thread, thread_2",
			"OTEL, exception.type.x, exception_type_x", "OTEL, message.id, message.id" })
	void namesAreNeitherAboveNorBelowThoseOfTheFormat(LogFormat format, String name, String expected) {
		JsonNode line = new LogEvents(format).keyValue(name, 1);
		assertThat(LogEvents.texts(LogEvents.fields(format, line))).containsEntry(expected, "1");
		assertNoTextIsAnObjectToo(LogEvents.texts(LogEvents.fields(format, line)));
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void namesThatAreSecretsAreMasked(LogFormat format) {
		LogEvents events = new LogEvents(format).mdc("4111 1111 1111 1111", "card");
		LoggingEvent event = events.event(Level.INFO, "m", null);
		event.addKeyValuePair(new KeyValuePair("eyJhbGciOiJub25lIn0.e30.", 1));
		event.addKeyValuePair(new KeyValuePair("balances", Map.of("DE89370400440532013000", 12)));
		event.addKeyValuePair(new KeyValuePair("x".repeat(300) + " DE89370400440532013000", 2));
		assertThat(LogEvents.texts(LogEvents.fields(format, events.write(event)))).containsEntry("REDACTED", "card")
			.containsEntry("REDACTED_2", "1")
			.containsEntry("balances", "{\"REDACTED\":12}")
			.containsEntry("x".repeat(256) + "…", "2");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void aCorrelationIdOfTheApplicationThatIsASecretIsMasked(LogFormat format) {
		LogEvents events = new LogEvents(format).traced().mdc("correlation_id", "4111-1111-1111-1111");
		assertThat(LogEvents.texts(events.log("m"))).containsEntry("correlation_id", "REDACTED");
	}

	@Test
	void namesWithoutDotsGetANumberToo() {
		LogEvents events = new LogEvents(LogFormat.ECS);
		LoggingEvent event = events.event(Level.INFO, "m", null);
		event.addKeyValuePair(new KeyValuePair("message_id", 1));
		event.addKeyValuePair(new KeyValuePair("message.id", 2));
		assertThat(LogEvents.texts(events.write(event))).containsEntry("message_id", "1")
			.containsEntry("message_id_2", "2");
	}

	// With the steps of a search from the first number on it took minutes
	@Test
	void thousandsOfEqualNamesAreNumberedInOneGo() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH).property("observability.tracing.logging.max-fields",
				10_000);
		LoggingEvent event = events.event(Level.INFO, "m", null);
		for (int i = 0; i < 10_000; i++) {
			event.addKeyValuePair(new KeyValuePair("same", i));
		}
		Map<String, String> line = LogEvents.texts(events.write(event));
		assertThat(line).containsEntry("same", "0").containsEntry("same_2", "1").containsEntry("same_10000", "9999");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void keysMayBeMissingOrEmpty(LogFormat format) {
		assertThat(LogEvents.fields(format, new LogEvents(format).keyValue(null, 1)).get("null").asInt()).isEqualTo(1);
		assertThat(LogEvents.fields(format, new LogEvents(format).keyValue("", 1)).get("_").asInt()).isEqualTo(1);
		assertThat(LogEvents.fields(format, new LogEvents(format).keyValue("k", null)).get("k").isNull()).isTrue();
	}

	@Test
	void fieldsBeyondTheBoundAreCounted() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH).property("observability.tracing.logging.max-fields", 2);
		LoggingEvent event = events.event(Level.INFO, "m", null);
		for (int i = 0; i < 5; i++) {
			event.addKeyValuePair(new KeyValuePair("k" + i, i));
		}
		assertThat(LogEvents.texts(events.write(event))).containsEntry("k1", "1")
			.containsEntry("dropped_fields", "3")
			.doesNotContainKey("k2");
	}

	@Test
	void nothingOfALineIsLeftForTheNext() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH);
		LogstashLogFormatter formatter = events.logstash();
		for (int line = 0; line < 3; line++) {
			LoggingEvent event = events.event(Level.INFO, "m", null);
			for (int i = 0; i < 40; i++) {
				event.addKeyValuePair(new KeyValuePair("k" + i, i));
				event.addKeyValuePair(new KeyValuePair("k", i));
			}
			assertThat(LogEvents.texts(StrictJson.line(formatter.format(event)))).containsEntry("k39", "39")
				.containsEntry("k_40", "39")
				.doesNotContainKeys("k_41", "k0_2");
		}
	}

	private static void assertNoTextIsAnObjectToo(Map<String, String> fields) {
		TreeMap<String, String> sorted = new TreeMap<>(fields);
		for (String name : sorted.keySet()) {
			assertThat(sorted.subMap(name + ".", name + "/")).isEmpty();
		}
	}

}
