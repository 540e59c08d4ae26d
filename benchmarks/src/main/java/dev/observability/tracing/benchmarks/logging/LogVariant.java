// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.logging;

import org.jspecify.annotations.Nullable;

/**
 * The ways to write a log event as a line of JSON that are compared.
 */
public enum LogVariant {

	/** Boot's own format for Logstash, with the service by its properties. */
	BOOT("logstash"),

	/** The same as {@link #BOOT}, for the noise of the measurement. */
	BOOT_AGAIN("logstash"),

	/** This project, masked texts. */
	OURS("dev.observability.tracing.logging.LogstashLogFormatter"),

	/** This project, fields of the Elastic Common Schema. */
	OURS_ECS("dev.observability.tracing.logging.EcsLogFormatter"),

	/** This project, fields of OpenTelemetry. */
	OURS_OTEL("dev.observability.tracing.logging.OtelLogFormatter"),

	/** Boot's own format for the Elastic Common Schema. */
	BOOT_ECS("ecs"),

	/** The encoder of logstash-logback-encoder, nothing masked. */
	LOGSTASH_ENCODER(null);

	private final @Nullable String format;

	LogVariant(@Nullable String format) {
		this.format = format;
	}

	@Nullable String format() {
		return this.format;
	}

}
