// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import org.jspecify.annotations.Nullable;

/**
 * What the lines on the console look like. Chosen at the start of the application.
 *
 * @since 0.1.0
 */
public enum LogFormat {

	/** JSON where nobody looks at the console, text where a developer does. */
	AUTO(null),

	/** What Spring Boot would write without this project. */
	NONE(null),

	/** JSON with the members of Logstash's encoder. */
	LOGSTASH("dev.observability.tracing.logging.LogstashLogFormatter"),

	/** JSON with the fields of the Elastic Common Schema. */
	ECS("dev.observability.tracing.logging.EcsLogFormatter"),

	/** JSON with the fields of OpenTelemetry's log data model. */
	OTEL("dev.observability.tracing.logging.OtelLogFormatter");

	private final @Nullable String formatter;

	LogFormat(@Nullable String formatter) {
		this.formatter = formatter;
	}

	// By its name: the class needs Logback, which an application may have excluded
	@Nullable String formatter() {
		return this.formatter;
	}

}
