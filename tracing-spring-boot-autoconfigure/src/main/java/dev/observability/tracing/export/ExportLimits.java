// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of spans that Spring Boot has not. Bound once at start.
 *
 * @param stackTraceLength Characters of a stack trace, 1024 to 262144. Of a longer one
 * the begin and the root cause stay.
 * @param spanNames Distinct names of the spans of one instrumentation scope and kind, 1
 * to 100000. Further spans are called 'other' and keep their name as an attribute.
 * @param attributeKeys Distinct keys of attributes, 1 to 100000. Attributes with further
 * keys are dropped, but for those of the semantic conventions.
 */
@ConfigurationProperties(ExportLimits.PREFIX)
record ExportLimits(@DefaultValue("16384") int stackTraceLength, @DefaultValue("2000") int spanNames,
		@DefaultValue("1000") int attributeKeys) {

	static final String PREFIX = "observability.tracing.export.limits";

	static final String SPAN_NAMES = PREFIX + ".span-names";

	static final String ATTRIBUTE_KEYS = PREFIX + ".attribute-keys";

	private static final int MOST = 100_000;

	ExportLimits {
		check("stack-trace-length", stackTraceLength, 1024, 262_144);
		check("span-names", spanNames, 1, MOST);
		check("attribute-keys", attributeKeys, 1, MOST);
	}

	private static void check(String key, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new InvalidTracingPropertyException(PREFIX + "." + key, Integer.toString(value),
					"in [%d, %d]".formatted(minimum, maximum), "Remove the property for the default");
		}
	}

}
