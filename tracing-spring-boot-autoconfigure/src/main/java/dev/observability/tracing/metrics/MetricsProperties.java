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
 * @param maxMeters Distinct names of meters of observations, and as many of their events,
 * 1 to 1000000. Further ones are not recorded.
 * @param maxTags Distinct tags of one meter of observations, 1 to 1000. Further ones are
 * left out.
 * @param maxTagValues Distinct values of a tag of a meter that have series of their own,
 * 1 to 1000000. Further ones are 'other'.
 * @param exemplarAttribute Whether a span that becomes an exemplar gets the attribute
 * 'exemplar' with the value 'true', by which a collector can keep its trace.
 * @since 0.1.0
 */
@ConfigurationProperties("observability.tracing.metrics")
public record MetricsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean activeTimers,
		@DefaultValue("5000") int cachedMeters, @DefaultValue("1000") int maxMeters, @DefaultValue("64") int maxTags,
		@DefaultValue("1000") int maxTagValues, @DefaultValue("false") boolean exemplarAttribute) {

	static final String MAX_METERS = "observability.tracing.metrics.max-meters";

	static final String MAX_TAGS = "observability.tracing.metrics.max-tags";

	static final String MAX_TAG_VALUES = "observability.tracing.metrics.max-tag-values";

	private static final int MOST = 1_000_000;

	private static final int MOST_TAGS = 1000;

	public MetricsProperties {
		check("observability.tracing.metrics.cached-meters", cachedMeters, 0, MOST);
		check(MAX_METERS, maxMeters, 1, MOST);
		check(MAX_TAGS, maxTags, 1, MOST_TAGS);
		check(MAX_TAG_VALUES, maxTagValues, 1, MOST);
	}

	MeterBounds bounds() {
		return new MeterBounds(this.maxMeters, this.maxTags, this.maxTagValues);
	}

	private static void check(String key, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new InvalidTracingPropertyException(key, Integer.toString(value),
					"in [%d, %d]".formatted(minimum, maximum), "Remove the property for the default");
		}
	}

}
