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
 * @param exceptionEvents Events of a span that are kept for exceptions, 0 to 10000. Half
 * of all events of a span at most.
 * @param nameLength Characters of names of spans and events, 16 to 4096. Attributes with
 * longer keys are dropped.
 * @param listElements Elements of an attribute that is a list, 1 to 100000.
 * @param spanNames Distinct names of the spans of one instrumentation scope and kind, 1
 * to 100000. Further spans are called 'other' and keep their name as an attribute.
 * @param attributeKeys Distinct keys of attributes, 1 to 100000. Attributes with further
 * keys are dropped, but for those of the semantic conventions.
 */
@ConfigurationProperties(ExportLimits.PREFIX)
record ExportLimits(@DefaultValue("16384") int stackTraceLength, @DefaultValue("16") int exceptionEvents,
		@DefaultValue("255") int nameLength, @DefaultValue("1000") int listElements,
		@DefaultValue("2000") int spanNames, @DefaultValue("1000") int attributeKeys) {

	static final String PREFIX = "observability.tracing.export.limits";

	static final String NAME_LENGTH = PREFIX + ".name-length";

	static final String SPAN_NAMES = PREFIX + ".span-names";

	static final String ATTRIBUTE_KEYS = PREFIX + ".attribute-keys";

	private static final int MOST = 100_000;

	ExportLimits {
		check("stack-trace-length", stackTraceLength, 1024, 262_144);
		check("exception-events", exceptionEvents, 0, 10_000);
		check("name-length", nameLength, 16, 4096);
		check("list-elements", listElements, 1, MOST);
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
