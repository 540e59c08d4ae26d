// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.propagation;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PropagationBenchmarkTests {

	@ParameterizedTest
	@ValueSource(strings = { "opentelemetry", "ours" })
	void sendsWhatCameIn(String propagator) {
		PropagationBenchmark benchmark = new PropagationBenchmark();
		benchmark.propagator = propagator;
		benchmark.state = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";
		benchmark.open();
		assertThat(benchmark.extractAndInject())
			.isEqualTo(Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tracestate",
					"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"));
	}

}
