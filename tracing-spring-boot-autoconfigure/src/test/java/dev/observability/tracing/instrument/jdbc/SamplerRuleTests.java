// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.stream.Stream;

import dev.observability.tracing.propagation.PropagationAutoConfiguration;
import dev.observability.tracing.sampling.SamplingAutoConfiguration;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SamplerRuleTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class));

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
	void knowsTheSamplersOfThisStarter() {
		this.runner
			.run((context) -> assertThat(SamplerRule.followsParent(context.getBean(OpenTelemetry.class))).isTrue());
		this.runner.withPropertyValues("observability.tracing.sampling.enabled=false")
			.run((context) -> assertThat(SamplerRule.followsParent(context.getBean(OpenTelemetry.class))).isTrue());
	}

	@Test
	void knowsTheSamplersOfThoseWhoDecideNotAndWhoMayForce() {
		this.runner.withConfiguration(AutoConfigurations.of(PropagationAutoConfiguration.class))
			.withPropertyValues("observability.tracing.propagation.inbound.policy=ignore-sampled",
					"observability.tracing.sampling.forced.secret=a secret of 16 characters")
			.run((context) -> {
				assertThat(context.getBean(SdkTracerProvider.class).getSampler().getDescription())
					.startsWith("ForcedSampler{DroppingSampler{TraceLimitSampler{InboundSampler{ParentBased{");
				assertThat(SamplerRule.followsParent(context.getBean(OpenTelemetry.class))).isTrue();
			});
	}

	@Test
	void knowsNothingOfTheUsersSamplerWithinThoseOfThisStarter() {
		this.runner.withBean(Sampler.class, Sampler::alwaysOn)
			.run((context) -> assertThat(SamplerRule.followsParent(context.getBean(OpenTelemetry.class))).isFalse());
	}

	@Test
	void knowsNothingOfOthers() {
		assertThat(SamplerRule.followsParent(OpenTelemetry.noop())).isFalse();
	}

}
