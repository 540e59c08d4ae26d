// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

/**
 * The names that configurations older than ours use, and what becomes of each. The table
 * of the documentation has the same rows. Start of the application, main thread.
 */
enum FormerKey {

	SERVICE_NAME("observability.service-name", Fate.BOUND, "observability.tracing.service-name"),

	SERVICE_VERSION("observability.service-version", Fate.BOUND, "observability.tracing.service-version"),

	ENVIRONMENT("observability.environment", Fate.BOUND, "observability.tracing.environment"),

	OTLP_ENDPOINT("observability.otlp-endpoint", Fate.BOUND, "observability.tracing.endpoint"),

	SAMPLING_RATE("observability.sampling-rate", Fate.BOUND, "observability.tracing.sample-rate"),

	LOG_LEVEL("observability.log-level", Fate.REFUSED, "logging.level.root"),

	OTEL_ENABLED("OTEL_ENABLED", Fate.SWITCH_VARIABLE, "observability.tracing.enabled"),

	OTEL_EXPORT_ENABLED("OTEL_EXPORT_ENABLED", Fate.SWITCH_VARIABLE, "management.tracing.export.otlp.enabled"),

	OTEL_ENVIRONMENT("OTEL_ENVIRONMENT", Fate.TEXT_VARIABLE, "observability.tracing.environment"),

	OTEL_PROMETHEUS_ENDPOINT("OTEL_PROMETHEUS_ENDPOINT", Fate.HINT,
			"scrape /actuator/prometheus, at management.server.address and management.server.port"),

	IVATAR_VERSION("IVATAR_VERSION", Fate.HINT, "set observability.tracing.service-version"),

	/** A prefix: each variable that starts with it. */
	FLUXBASE("FLUXBASE_OBSERVABILITY_TRACING_", Fate.HINT_BY_PREFIX, "OBSERVABILITY_TRACING_");

	private final String former;

	private final Fate fate;

	private final String today;

	FormerKey(String former, Fate fate, String today) {
		this.former = former;
		this.fate = fate;
		this.today = today;
	}

	String former() {
		return this.former;
	}

	Fate fate() {
		return this.fate;
	}

	// A key, for a prefix the new prefix, for a hint its text
	String today() {
		return this.today;
	}

	/**
	 * What becomes of a former name.
	 */
	enum Fate {

		/** A property that sets today's key where that is not set. */
		BOUND,

		/** A property that stops the start. */
		REFUSED,

		/** A real environment variable, true or false, that sets today's key. */
		SWITCH_VARIABLE,

		/** A real environment variable with a text that sets today's key. */
		TEXT_VARIABLE,

		/** A real environment variable that is ignored with one warning. */
		HINT,

		/** Real environment variables with a prefix, ignored with one warning each. */
		HINT_BY_PREFIX

	}

}
