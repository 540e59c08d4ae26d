// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the log lines. Read at the start of the application, by the formatters
 * before the first bean exists.
 *
 * @param enabled Whether log lines carry the ids of the trace and, as the format says,
 * are JSON.
 * @param format Format of the lines on the console. By default JSON where the application
 * runs as a jar or in a container, and text where it is developed or tested.
 * @param mdc Names of the ids in MDC.
 * @param markSpanOnError Whether an ERROR event with an exception marks the current span
 * as failed.
 * @param maxMessageLength Characters kept of a message or of any other text in a line of
 * JSON, 256 to 1048576. Longer texts are cut.
 * @param maxStackTraceLength Characters kept of a stack trace in a line of JSON, 256 to
 * 1048576. Longer ones are cut.
 * @param maxFields Fields kept in a line of JSON of those that the application adds, 1 to
 * 10000. The others are counted in the line.
 * @since 0.1.0
 */
@ConfigurationProperties(LoggingProperties.PREFIX)
public record LoggingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("auto") LogFormat format,
		@DefaultValue Mdc mdc, @DefaultValue("false") boolean markSpanOnError,
		@DefaultValue("65536") int maxMessageLength, @DefaultValue("32768") int maxStackTraceLength,
		@DefaultValue("128") int maxFields) {

	static final String PREFIX = "observability.tracing.logging";

	public LoggingProperties {
		check("max-message-length", maxMessageLength, 256, 1_048_576);
		check("max-stack-trace-length", maxStackTraceLength, 256, 1_048_576);
		check("max-fields", maxFields, 1, 10_000);
	}

	private static void check(String key, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new InvalidTracingPropertyException(PREFIX + "." + key, Integer.toString(value),
					"in [%d, %d]".formatted(minimum, maximum), "Remove the property for the default");
		}
	}

	/**
	 * Names of the ids in MDC. Read at the start of the application.
	 *
	 * @param traceIdKey Name of the trace id in MDC.
	 * @param spanIdKey Name of the span id in MDC.
	 * @param traceFlagsKey Name of the trace flags in MDC, two hex digits, odd where the
	 * trace is sampled.
	 * @param correlationIdKey Name of the correlation id in MDC.
	 * @since 0.1.0
	 */
	public record Mdc(@DefaultValue("trace_id") String traceIdKey, @DefaultValue("span_id") String spanIdKey,
			@DefaultValue("trace_flags") String traceFlagsKey,
			@DefaultValue("correlation_id") String correlationIdKey) {

		public Mdc {
			check("trace-id-key", traceIdKey);
			check("span-id-key", spanIdKey);
			check("trace-flags-key", traceFlagsKey);
			check("correlation-id-key", correlationIdKey);
			if (traceIdKey.equals(spanIdKey) || traceIdKey.equals(correlationIdKey)
					|| spanIdKey.equals(correlationIdKey) || traceFlagsKey.equals(traceIdKey)
					|| traceFlagsKey.equals(spanIdKey) || traceFlagsKey.equals(correlationIdKey)) {
				throw new InvalidTracingPropertyException(PREFIX + ".mdc", null, "four names that differ",
						"Give each id a name of its own");
			}
		}

		// What a pattern such as %X{...} or %correlationId{...} can name
		private static void check(String key, String value) {
			boolean valid = !value.isEmpty() && value.length() <= 64;
			for (int i = 0; i < value.length(); i++) {
				char next = value.charAt(i);
				valid &= (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9')
						|| next == '_' || next == '-' || next == '.';
			}
			if (!valid) {
				throw new InvalidTracingPropertyException(PREFIX + ".mdc." + key, value,
						"1 to 64 letters, digits and the characters _ - .", "Remove the property for the default");
			}
		}

	}

}
