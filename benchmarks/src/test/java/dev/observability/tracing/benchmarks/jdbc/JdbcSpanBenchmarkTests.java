// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.jdbc;

import java.sql.SQLException;
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

class JdbcSpanBenchmarkTests {

	@ParameterizedTest
	@EnumSource
	void eachVariantMakesTheSpansItSays(JdbcVariant variant) throws SQLException {
		try (JdbcQuery query = new JdbcQuery(variant)) {
			for (int i = 0; i < 10; i++) {
				assertThat(query.run()).isEqualTo(3);
			}
			int expected = switch (variant) {
				case NONE, HAND_WRITTEN_UNSAMPLED, OURS_UNSAMPLED -> 0;
				default -> 10;
			};
			assertThat(query.spans()).isEqualTo(expected);
		}
	}

	@Test
	void benchmarkRuns() throws RunnerException {
		Collection<RunResult> results = new Runner(new OptionsBuilder().include(JdbcSpanBenchmark.class.getName())
			.param("variant", "NONE", "HAND_WRITTEN", "OURS")
			.forks(0)
			.warmupIterations(1)
			.warmupTime(TimeValue.milliseconds(200))
			.measurementIterations(1)
			.measurementTime(TimeValue.milliseconds(200))
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build()).run();
		assertThat(results).hasSize(3)
			.allSatisfy((result) -> assertThat(result.getPrimaryResult().getScore()).isPositive());
	}

}
