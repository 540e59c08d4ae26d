// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The expression of src/docs/logging.md by which Grafana finds the trace id in a line.
 */
class LokiExpressionTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private final Pattern expression = expression();

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void findsTheTraceOfEachFormat(LogFormat format) {
		LogEvents events = new LogEvents(format).traced().mdc("other", "0af7651916cd43dd8448eb211c80319c");
		assertThat(
				find(events.text(events.event(Level.INFO, "[0af7651916cd43dd8448eb211c80319c] \"trace_id\":", null))))
			.isEqualTo(TRACE);
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void findsNothingWhereThereIsNoTrace(LogFormat format) {
		LogEvents events = new LogEvents(format);
		assertThat(find(events.text(events.event(Level.INFO, "m", null)))).isEmpty();
	}

	@Test
	void findsTheTraceInText() {
		assertThat(find("2026-11-21T15:32:21.501Z  INFO 1 --- [orders] [exec-1] [" + TRACE
				+ "-2f5274583013fe8d] c.e.Orders : [0af7651916cd43dd8448eb211c80319c] placed"))
			.isEqualTo(TRACE);
		assertThat(find("2026-11-21T15:32:21.501Z  INFO 1 --- [orders] [exec-1] [" + " ".repeat(49)
				+ "] c.e.Orders : [0af7651916cd43dd8448eb211c80319c] placed"))
			.isEmpty();
	}

	private String find(String line) {
		Matcher matcher = this.expression.matcher(line);
		return matcher.find() ? matcher.group(1) : "";
	}

	private static Pattern expression() {
		try {
			List<String> lines = Files.readAllLines(Path.of("..", "src", "docs", "logging.md"));
			String line = lines.stream().filter((text) -> text.contains("matcherRegex:")).findFirst().orElseThrow();
			String yaml = line.substring(line.indexOf(':') + 1).trim();
			assertThat(yaml).startsWith("'").endsWith("'");
			String regex = yaml.substring(1, yaml.length() - 1);
			// What Go's RE2 does not know
			assertThat(regex).doesNotContain("(?=", "(?!", "(?<", "\\1", "++", "*+");
			return Pattern.compile(regex);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
