// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.traced.*}. Start of the application, main thread.
 *
 * @param enabled Whether annotated methods become spans.
 * @param maxErrors Kinds of exceptions of one method that the timer tells by name, 1 to
 * 1000. Further ones are 'other'.
 */
@ConfigurationProperties("observability.tracing.traced")
record TracedProperties(@DefaultValue("true") boolean enabled, @DefaultValue("16") int maxErrors) {

	private static final int MOST = 1000;

	TracedProperties {
		if (maxErrors < 1 || maxErrors > MOST) {
			throw new InvalidTracingPropertyException("observability.tracing.traced.max-errors",
					Integer.toString(maxErrors), "in [1, %d]".formatted(MOST), "Remove the property for the default");
		}
	}

}
