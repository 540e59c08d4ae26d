// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportLoggingEnvironmentPostProcessor}.
 */
class ExportLoggingEnvironmentPostProcessorTests {

	private static final String LOGGER = "logging.level.io.opentelemetry.exporter.internal.http.HttpExporter";

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void silencesWhatTheSdkRepeats() {
		process();
		assertThat(this.environment.getProperty(LOGGER)).isEqualTo("off");
	}

	@Test
	void levelOfTheUserWins() {
		set(LOGGER, "debug");
		process();
		assertThat(this.environment.getProperty(LOGGER)).isEqualTo("debug");
	}

	@Test
	void leavesTheLoggersAloneWhereTracingIsOff() {
		set("observability.tracing.enabled", "false");
		process();
		assertThat(this.environment.getProperty(LOGGER)).isNull();
	}

	@Test
	void everyLoggerIsThatOfAClassOfTheSdk() {
		assertThat(ExportLoggingEnvironmentPostProcessor.DEFAULTS.keySet()).allSatisfy(
				(key) -> assertThat(ClassUtils.isPresent(key.substring("logging.level.".length()), null)).as(key)
					.isTrue());
	}

	@Test
	void isFoundByBoot() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(EnvironmentPostProcessor.class, (type, name, failure) -> {
			})).anyMatch(ExportLoggingEnvironmentPostProcessor.class::isInstance);
	}

	private void set(String key, String value) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("user", Map.of(key, value)));
	}

	private void process() {
		new ExportLoggingEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
	}

}
