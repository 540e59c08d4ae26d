// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.sampling;

import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SamplerWorkTests {

	@ParameterizedTest
	@CsvSource({ "BOOT, FIRST, RECORD_AND_SAMPLE", "OURS, FIRST, RECORD_AND_SAMPLE", "BOOT, BELOW, RECORD_AND_SAMPLE",
			"OURS, BELOW, RECORD_AND_SAMPLE", "BOOT_AGAIN, TOO_MANY, RECORD_AND_SAMPLE", "OURS, TOO_MANY, DROP" })
	void decidesAsItShould(SamplerVariant variant, SampledSpan span, SamplingDecision expected) {
		try (SamplerWork work = new SamplerWork(variant, span)) {
			for (int i = 0; i < 100; i++) {
				work.run();
			}
			assertThat(work.decision()).isEqualTo(expected);
		}
	}

}
