// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.testing.PlantedSecrets;
import dev.observability.tracing.testing.PlantedSecrets.Planted;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets that are planted into messages, exceptions, MDC and key-values leave with no
 * line of JSON, and those of messages and exceptions with no line of text.
 */
class PlantedLinesTests {

	private static final int PLANTED = 8;

	private final LogEvents events = new LogEvents(LogFormat.LOGSTASH);

	private final List<JsonLogFormatter> formatters = List.of(new LogstashLogFormatter(new StandardEnvironment(), null),
			new EcsLogFormatter(new StandardEnvironment(), null),
			new OtelLogFormatter(new StandardEnvironment(), null));

	@Test
	void nothingLeavesWithLines() {
		plant(15_000, 20_261_122L);
	}

	@Test
	@Tag("long")
	void nothingLeavesWithLinesThatHoldAMillion() {
		plant(1_000_000, new Random().nextLong());
	}

	private void plant(int values, long seed) {
		PlantedSecrets secrets = new PlantedSecrets(new Random(seed));
		MaskedEncoder text = text();
		for (int count = 0; count < values; count += PLANTED) {
			List<Planted> planted = new ArrayList<>();
			LoggingEvent event = event(secrets, planted);
			String line = new String(text.encode(event), StandardCharsets.UTF_8);
			check(planted.subList(0, 2), line, seed);
			assertThat(line).startsWith("12:34 password=ok ");
			Planted structured = add(planted, secrets.keyed());
			Planted keyed = add(planted, secrets.keyed());
			event.addKeyValuePair(new KeyValuePair("body", Map.<String, Object>of(structured.key(), structured.text(),
					"n", 1, add(planted, secrets.formed()).text(), 2)));
			event.addKeyValuePair(new KeyValuePair(keyed.key(), List.of(keyed.text())));
			event.addKeyValuePair(new KeyValuePair("note", add(planted, secrets.formed()).text()));
			event.addKeyValuePair(new KeyValuePair(add(planted, secrets.formed()).text(), "named by a secret"));
			Planted number = add(planted, secrets.number());
			event.addKeyValuePair(new KeyValuePair("paid", Long.valueOf(number.text())));
			for (JsonLogFormatter formatter : this.formatters) {
				check(planted, formatter.format(event), seed);
			}
		}
	}

	private LoggingEvent event(PlantedSecrets secrets, List<Planted> planted) {
		String message = add(planted, secrets.formed()).text();
		IllegalStateException failure = new IllegalStateException(add(planted, secrets.formed()).text());
		failure.setStackTrace(new StackTraceElement[] { new StackTraceElement("a.B", "c", "B.java", 1) });
		return this.events.event(Level.ERROR, message, failure);
	}

	private static MaskedEncoder text() {
		LoggerContext context = new LoggerContext();
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(context);
		encoder.setPattern("12:34 password=ok %m%n%ex");
		encoder.start();
		return new MaskedEncoder(encoder, Redactor.standard(),
				new MdcKeys("trace_id", "span_id", "trace_flags", "correlation_id"));
	}

	private static void check(List<Planted> planted, String line, long seed) {
		for (Planted each : planted) {
			if (each.isIn(line)) {
				throw new AssertionError("seed %d: %s left in %s".formatted(seed, each, line));
			}
		}
	}

	private static Planted add(List<Planted> planted, Planted secret) {
		planted.add(secret);
		return secret;
	}

}
