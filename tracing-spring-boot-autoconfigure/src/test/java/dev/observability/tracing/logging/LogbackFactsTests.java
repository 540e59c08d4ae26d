// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogbackFacts}.
 */
class LogbackFactsTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void seesNoFile() throws IOException {
		assertThat(facts()).isEqualTo(new LogbackFacts(true, false, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "logback-spring.xml", "logback.xml", "logback-test.xml" })
	void seesFilesOnTheClassPath(String name) throws IOException {
		Files.writeString(this.folder.resolve(name), "<configuration/>");
		assertThat(facts()).isEqualTo(new LogbackFacts(true, true, false));
	}

	@Test
	void seesTheAppenderOfBoot() throws IOException {
		Files.writeString(this.folder.resolve("logback-spring.xml"),
				"<configuration>" + LogbackFacts.INCLUDES + "</configuration>");
		assertThat(facts()).isEqualTo(new LogbackFacts(true, true, true));
	}

	@Test
	void seesTheFileOfTheProperty() throws IOException {
		Path file = Files.writeString(this.folder.resolve("mine.xml"),
				"<encoder class=\"org.springframework.boot.logging.logback.StructuredLogEncoder\"/>");
		assertThat(facts("logging.config", file.toString())).isEqualTo(new LogbackFacts(true, true, true));
		assertThat(facts("logging.config", file.toUri().toString())).isEqualTo(new LogbackFacts(true, true, true));
		assertThat(facts("logging.config", "classpath:mine.xml")).isEqualTo(new LogbackFacts(true, true, true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nowhere.xml", "${nowhere}", "http://localhost:1/x", "::", "\0" })
	void takesWhatCannotBeReadForAFile(String location) throws IOException {
		assertThat(facts("logging.config", location)).isEqualTo(new LogbackFacts(true, true, false));
	}

	@Test
	void seesThatLogbackIsAbsent() {
		assertThat(LogbackFacts.of(new StandardEnvironment(), new FilteredClassLoader("ch.qos.logback")).present())
			.isFalse();
	}

	private LogbackFacts facts(String... property) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		if (property.length > 0) {
			environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(property[0], property[1])));
		}
		URL[] urls = { this.folder.toUri().toURL() };
		try (URLClassLoader classLoader = new URLClassLoader(urls, getClass().getClassLoader())) {
			return LogbackFacts.of(environment, classLoader);
		}
	}

}
