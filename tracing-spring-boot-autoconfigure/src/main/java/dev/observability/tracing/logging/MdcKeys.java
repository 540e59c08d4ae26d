// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Names of the ids in MDC, as they are in effect: those of {@code management.tracing.mdc}
 * where the application sets them, else ours. Start of the application; never throws.
 *
 * @param traceId name of the trace id
 * @param spanId name of the span id
 * @param traceFlags name of the trace flags
 * @param correlationId name of the correlation id
 * @since 0.1.0
 */
public record MdcKeys(String traceId, String spanId, String traceFlags, String correlationId) {

	// Boot reads these from 4.2 on
	private static final String BOOT = "management.tracing.mdc.";

	static MdcKeys of(Environment environment, LoggingProperties.Mdc properties) {
		return new MdcKeys(name(environment, BOOT + "trace-id-key", properties.traceIdKey()),
				name(environment, BOOT + "span-id-key", properties.spanIdKey()), properties.traceFlagsKey(),
				properties.correlationIdKey());
	}

	boolean contain(String key) {
		return this.traceId.equals(key) || this.spanId.equals(key) || this.traceFlags.equals(key)
				|| this.correlationId.equals(key);
	}

	private static String name(Environment environment, String key, String ours) {
		try {
			String name = Binder.get(environment).bind(key, String.class).orElse("");
			// The binder leaves a placeholder that nobody resolves as it is
			return (name.isBlank() || name.contains("${")) ? ours : name;
		}
		catch (RuntimeException ex) {
			return ours;
		}
	}

}
