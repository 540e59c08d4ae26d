// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.observability.tracing.benchmarks.application.ApplicationBenchmark;
import dev.observability.tracing.benchmarks.jdbc.JdbcSpanRatios;
import dev.observability.tracing.benchmarks.logging.LogLineRatios;
import dev.observability.tracing.benchmarks.observation.ObservationRatios;
import dev.observability.tracing.benchmarks.page.PageBenchmark;
import dev.observability.tracing.benchmarks.queue.QueueRatios;
import dev.observability.tracing.benchmarks.sampling.SamplerRatios;
import dev.observability.tracing.benchmarks.startup.StartupComparison;
import dev.observability.tracing.benchmarks.traced.TracedRatios;

/**
 * Runs the long form of one benchmark or of all, one after the other.
 * <p>
 * Arguments: the name or "all", then what is for the application's benchmark.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	public static void main(String[] arguments) throws Exception {
		String name = (arguments.length > 0) ? arguments[0] : "all";
		Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
		benchmarks.put("jdbc", () -> JdbcSpanRatios.main(new String[0]));
		benchmarks.put("logging", () -> LogLineRatios.main(new String[0]));
		benchmarks.put("observation", () -> ObservationRatios.main(new String[0]));
		benchmarks.put("traced", () -> TracedRatios.main(new String[0]));
		benchmarks.put("sampler", () -> SamplerRatios.main(new String[0]));
		benchmarks.put("queue", () -> QueueRatios.main(new String[0]));
		benchmarks.put("page", () -> PageBenchmark.main(tail(arguments)));
		benchmarks.put("startup", () -> StartupComparison.main(new String[0]));
		benchmarks.put("application", () -> ApplicationBenchmark.main(tail(arguments)));
		if (!name.equals("all") && !benchmarks.containsKey(name)) {
			throw new IllegalArgumentException(
					"benchmark must be all or of " + benchmarks.keySet() + " but was " + name);
		}
		for (Map.Entry<String, Benchmark> benchmark : benchmarks.entrySet()) {
			if (name.equals("all") || name.equals(benchmark.getKey())) {
				benchmark.getValue().run();
			}
		}
	}

	private static String[] tail(String[] arguments) {
		return Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
	}

	/** One of them. */
	private interface Benchmark {

		void run() throws Exception;

	}

}
