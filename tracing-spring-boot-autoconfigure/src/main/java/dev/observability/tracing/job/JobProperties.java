// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.job.*}. Start of the application, main thread.
 *
 * @param enabled Whether runs of jobs become spans and have meters.
 * @param maxJobs Jobs, by name and namespace, that have meters of their own, 1 to 100000.
 * Further ones share those of 'other'.
 */
@ConfigurationProperties("observability.tracing.job")
record JobProperties(@DefaultValue("true") boolean enabled, @DefaultValue("100") int maxJobs) {

	private static final int MOST = 100_000;

	JobProperties {
		if (maxJobs < 1 || maxJobs > MOST) {
			throw new InvalidTracingPropertyException("observability.tracing.job.max-jobs", Integer.toString(maxJobs),
					"in [1, %d]".formatted(MOST), "Remove the property for the default");
		}
	}

}
