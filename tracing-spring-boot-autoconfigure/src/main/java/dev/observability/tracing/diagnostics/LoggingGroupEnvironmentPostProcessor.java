// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Puts all loggers of tracing into one group, so that {@code logging.level.tracing=debug}
 * is enough, and {@code /actuator/loggers/tracing} while the application runs. At the
 * lowest precedence: a group of the application wins. Start of the application, main
 * thread.
 */
final class LoggingGroupEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final String PROPERTY_SOURCE = "tracingLoggingGroup";

	private static final Map<String, Object> GROUP = Map.of("logging.group.tracing",
			"dev.observability.tracing,io.opentelemetry,io.micrometer.tracing");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!environment.getPropertySources().contains(PROPERTY_SOURCE)) {
			environment.getPropertySources().addLast(new MapPropertySource(PROPERTY_SOURCE, GROUP));
		}
	}

}
