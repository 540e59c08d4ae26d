// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.logging;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

class LogLineBenchmarkTests {

	@ParameterizedTest
	@EnumSource
	void eachVariantWritesTheSameFields(LogVariant variant) {
		String line = new String(new LogLines(variant).plain(), StandardCharsets.UTF_8);
		assertThat(line).startsWith("{")
			.endsWith("}\n")
			.contains("Order 0 placed", "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "acme", "orders",
					"1.4.2", "production", "articles", "OrderService");
	}

	@ParameterizedTest
	@EnumSource
	void eachVariantWritesTheStackTrace(LogVariant variant) {
		String line = new String(new LogLines(variant).error(), StandardCharsets.UTF_8);
		assertThat(line).contains("Order 4711 cannot be placed", "Caused by: java.lang.IllegalArgumentException",
				"\\tat ");
	}

	@Test
	void benchmarkRuns() throws RunnerException {
		Collection<RunResult> results = new Runner(new OptionsBuilder().include(LogLineBenchmark.class.getName())
			.include(MdcBenchmark.class.getName())
			.param("variant", "BOOT", "OURS")
			.forks(0)
			.warmupIterations(1)
			.warmupTime(TimeValue.milliseconds(100))
			.measurementIterations(1)
			.measurementTime(TimeValue.milliseconds(100))
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build()).run();
		assertThat(results).hasSize(8)
			.allSatisfy((result) -> assertThat(result.getPrimaryResult().getScore()).isPositive());
	}

}
