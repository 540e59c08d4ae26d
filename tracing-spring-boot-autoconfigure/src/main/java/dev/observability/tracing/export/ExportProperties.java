// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.file.Path;
import java.time.Duration;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;

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
 * @param spool What becomes of spans while a collector is away.
 */
@ConfigurationProperties(ExportProperties.PREFIX)
record ExportProperties(@DefaultValue("3s") Duration shutdownTimeout, @DefaultValue("100MB") DataSize maxMemory,
		boolean keepIdleRuns, @DefaultValue Spool spool) {

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

	/**
	 * Keeps on disk what a collector does not take.
	 *
	 * @param enabled Whether spans that a collector does not take wait on disk, also when
	 * the process ends.
	 * @param directory Folder that outlives the process, for its owner alone. By default
	 * below XDG_STATE_HOME or the home folder of the user.
	 * @param maxSize Bytes on disk for each exporter, 1MB to 100GB. The oldest are
	 * dropped and counted.
	 * @param maxAge How long spans are kept, 1m to 30d.
	 * @param replayRate Bytes that are sent again each second at most, 1KB to 1GB.
	 */
	record Spool(boolean enabled, @Nullable Path directory, @DefaultValue("512MB") DataSize maxSize,
			@DefaultValue("24h") Duration maxAge, @DefaultValue("2MB") DataSize replayRate) {

		private static final String SPOOL = PREFIX + ".spool";

		Spool {
			check("max-size", maxSize, DataSize.ofMegabytes(1), DataSize.ofGigabytes(100), "[1MB, 100GB]", "512MB");
			check("max-age", maxAge, Duration.ofMinutes(1), Duration.ofDays(30), "[1m, 30d]", "24h");
			check("replay-rate", replayRate, DataSize.ofKilobytes(1), DataSize.ofGigabytes(1), "[1KB, 1GB]", "2MB");
		}

		private static <T extends Comparable<? super T>> void check(String key, T value, T least, T most, String range,
				String example) {
			if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
				throw new InvalidTracingPropertyException(SPOOL + "." + key, value.toString(), "in " + range,
						"Write a value such as " + example);
			}
		}

		ExportSpool.Bounds bounds() {
			return new ExportSpool.Bounds(this.maxSize.toBytes(), this.maxAge);
		}

	}

}
