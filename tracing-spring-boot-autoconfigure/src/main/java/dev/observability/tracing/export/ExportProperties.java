// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How spans leave the process. Bound once at start.
 *
 * @param shutdownTimeout Longest time that the end of the application waits for spans to
 * reach the collector, 0s to 1m. What has not left by then is counted as lost.
 * @param maxMemory Memory that spans may take while they wait for exporters, from 1MB to
 * 4GB; divided between the exporters. More are dropped and counted.
 * @param keepIdleRuns Whether scheduled runs that query a database, find no row and do
 * nothing else leave spans.
 */
@ConfigurationProperties(ExportProperties.PREFIX)
record ExportProperties(@DefaultValue("3s") Duration shutdownTimeout, @DefaultValue("100MB") DataSize maxMemory,
		boolean keepIdleRuns) {

	static final String PREFIX = "observability.tracing.export";

	private static final Duration MAX_SHUTDOWN_TIMEOUT = Duration.ofMinutes(1);

	private static final DataSize MIN_MEMORY = DataSize.ofMegabytes(1);

	private static final DataSize MAX_MEMORY = DataSize.ofGigabytes(4);

	ExportProperties {
		if (shutdownTimeout.isNegative() || shutdownTimeout.compareTo(MAX_SHUTDOWN_TIMEOUT) > 0) {
			throw new InvalidTracingPropertyException(PREFIX + ".shutdown-timeout", shutdownTimeout.toString(),
					"in [0s, 1m]", "Write a duration such as 3s");
		}
		if (maxMemory.compareTo(MIN_MEMORY) < 0 || maxMemory.compareTo(MAX_MEMORY) > 0) {
			throw new InvalidTracingPropertyException(PREFIX + ".max-memory", maxMemory.toString(), "in [1MB, 4GB]",
					"Write a size such as 100MB");
		}
	}

}
