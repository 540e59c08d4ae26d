// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the JDBC spans. Read at the start of the application.
 *
 * @param enabled Whether statements sent through DataSource beans become spans.
 * @param maxQueryLength Characters kept of a statement's text, 64 to 65536. Longer texts
 * are cut.
 * @param cachedQueries Statements per database whose masked text and name are remembered,
 * 0 to 100000.
 * @since 0.1.0
 */
@ConfigurationProperties("observability.tracing.jdbc")
public record JdbcProperties(@DefaultValue("true") boolean enabled, @DefaultValue("4096") int maxQueryLength,
		@DefaultValue("1000") int cachedQueries) {

	private static final String PREFIX = "observability.tracing.jdbc.";

	public JdbcProperties {
		check("max-query-length", maxQueryLength, 64, 65_536);
		check("cached-queries", cachedQueries, 0, 100_000);
	}

	private static void check(String key, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new InvalidTracingPropertyException(PREFIX + key, Integer.toString(value),
					"in [%d, %d]".formatted(minimum, maximum), "Remove the property for the default");
		}
	}

}
