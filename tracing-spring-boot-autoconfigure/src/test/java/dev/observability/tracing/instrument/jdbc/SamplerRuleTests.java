// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.stream.Stream;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SamplerRuleTests {

	static Stream<Arguments> samplers() {
		return Stream.of(Arguments.of(Sampler.parentBased(Sampler.traceIdRatioBased(0.1)), true),
				Arguments.of(Sampler.parentBased(Sampler.alwaysOn()), true),
				Arguments.of(Sampler.parentBasedBuilder(Sampler.alwaysOn())
					.setLocalParentNotSampled(Sampler.alwaysOn())
					.build(), false),
				Arguments.of(Sampler.alwaysOn(), false), Arguments.of(Sampler.traceIdRatioBased(0.1), false));
	}

	@ParameterizedTest
	@MethodSource("samplers")
	void knowsWhetherNothingIsSampledBelowWhatIsNot(Sampler sampler, boolean followsParent) {
		try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setSampler(sampler).build())
			.build()) {
			assertThat(SamplerRule.followsParent(sdk)).isEqualTo(followsParent);
		}
	}

	@Test
	void knowsNothingOfOthers() {
		assertThat(SamplerRule.followsParent(OpenTelemetry.noop())).isFalse();
	}

}
