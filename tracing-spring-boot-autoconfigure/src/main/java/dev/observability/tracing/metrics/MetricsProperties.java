// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the meters of observations. Read at the start of the application.
 *
 * @param enabled Whether the meters of observations are recorded by this starter, with
 * exemplars and HTTP histograms. When off, Spring Boot's own way is left as it is.
 * @param activeTimers Whether each observation also has a timer of what is running now,
 * such as 'http.server.requests.active'.
 * @param cachedMeters Timers, and as many counters, that are found again without asking
 * the meter registry, 0 to 1000000.
 * @param exemplarAttribute Whether a span that becomes an exemplar gets the attribute
 * 'exemplar' with the value 'true', by which a collector can keep its trace.
 * @since 0.1.0
 */
@ConfigurationProperties("observability.tracing.metrics")
public record MetricsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean activeTimers,
		@DefaultValue("5000") int cachedMeters, @DefaultValue("false") boolean exemplarAttribute) {

	private static final int MOST_CACHED = 1_000_000;

	public MetricsProperties {
		if (cachedMeters < 0 || cachedMeters > MOST_CACHED) {
			throw new InvalidTracingPropertyException("observability.tracing.metrics.cached-meters",
					Integer.toString(cachedMeters), "in [0, %d]".formatted(MOST_CACHED),
					"Remove the property for the default");
		}
	}

}
