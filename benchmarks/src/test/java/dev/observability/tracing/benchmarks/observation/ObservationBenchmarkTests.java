// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

import java.util.Collection;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try") // A scope is there to be open
class ObservationBenchmarkTests {

	@ParameterizedTest
	@EnumSource
	void eachVariantMakesTheSpansItSays(ObservationVariant variant) {
		for (ObservationKind kind : ObservationKind.values()) {
			try (ObservedWork work = new ObservedWork(variant, kind)) {
				for (int i = 0; i < 10; i++) {
					work.run();
				}
				assertThat(work.spans()).as(kind.name()).isEqualTo(variant.isSampled() ? 10 : 0);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "BOOT, traceId", "BOOT_AGAIN, traceId", "OURS, trace_id" })
	void eachVariantFillsMdc(ObservationVariant variant, String key) {
		try (HandlerContext context = new HandlerContext(variant.isOurs(), variant.isSampled())) {
			Observation observation = Observation.start("mdc", context.bean(ObservationRegistry.class));
			try (Observation.Scope scope = observation.openScope()) {
				assertThat(MDC.get(key)).hasSize(32);
			}
			observation.stop();
			assertThat(MDC.get(key)).isNull();
		}
	}

	@Test
	void benchmarkRuns() throws RunnerException {
		Collection<RunResult> results = new Runner(new OptionsBuilder().include(ObservationBenchmark.class.getName())
			.param("variant", "METERS", "BOOT", "OURS")
			.param("kind", "SERVER")
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
