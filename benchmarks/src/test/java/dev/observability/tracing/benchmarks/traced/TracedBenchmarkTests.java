// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.traced;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

class TracedBenchmarkTests {

	@ParameterizedTest
	@EnumSource
	void eachVariantMakesTheSpansItSays(TracedVariant variant) {
		try (TracedWork work = new TracedWork(variant)) {
			for (int i = 0; i < 10; i++) {
				work.run();
			}
			assertThat(work.spans()).isEqualTo(10L * variant.spans());
		}
	}

	@Test
	void benchmarkRuns() throws RunnerException {
		assertThat(new Runner(new OptionsBuilder().include(TracedBenchmark.class.getName())
			.param("variant", "BY_HAND", "TRACED")
			.forks(0)
			.warmupIterations(1)
			.warmupTime(TimeValue.milliseconds(200))
			.measurementIterations(1)
			.measurementTime(TimeValue.milliseconds(200))
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build()).run()).hasSize(2)
			.allSatisfy((result) -> assertThat(result.getPrimaryResult().getScore()).isPositive());
	}

}
