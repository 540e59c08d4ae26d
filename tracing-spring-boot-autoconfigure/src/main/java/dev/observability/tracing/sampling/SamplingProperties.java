// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.propagation.PathRule;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the head decision. Read at the start of the application.
 *
 * @param enabled Whether requests can be left out of traces. When off, Spring Boot's
 * sampler decides alone.
 * @param maxSpansPerTrace Spans of one trace in this process that are recorded, from 1.
 * Further ones, and what is below them, are not.
 * @param drop Which requests are never traced.
 */
@ConfigurationProperties("observability.tracing.sampling")
record SamplingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10000") int maxSpansPerTrace,
		@DefaultValue Drop drop) {

	static final String MAX_SPANS = "observability.tracing.sampling.max-spans-per-trace";

	SamplingProperties {
		if (maxSpansPerTrace < 1) {
			throw new InvalidTracingPropertyException(MAX_SPANS, Integer.toString(maxSpansPerTrace),
					"in [1, %d]".formatted(Integer.MAX_VALUE), "Write a large number where you want no limit");
		}
	}

	/**
	 * Keys of {@code observability.tracing.sampling.drop.*}.
	 *
	 * @param actuator Whether requests for actuator endpoints are left out.
	 * @param staticResources Whether GET and HEAD requests for files such as style
	 * sheets, scripts, images and fonts are left out.
	 * @param paths Further paths that are left out, with what is below them for a pattern
	 * that ends in '/**'. The context path comes first.
	 */
	record Drop(@DefaultValue("true") boolean actuator, @DefaultValue("true") boolean staticResources,
			@DefaultValue List<String> paths) {

		Drop {
			for (String path : paths) {
				if (!PathRule.isValid(path)) {
					throw new InvalidTracingPropertyException("observability.tracing.sampling.drop.paths", path,
							"a list of paths that begin with '/', where '*' stands for one segment or a part of it "
									+ "and '/**' at the end for all below",
							"Write for example /ping or /internal/**");
				}
			}
			paths = List.copyOf(paths);
		}

	}

}
