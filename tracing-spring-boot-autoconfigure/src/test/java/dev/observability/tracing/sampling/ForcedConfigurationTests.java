// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.time.Duration;
import java.time.Instant;

import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ForcedConfigurationTests {

	private static final String FORCED = "observability.tracing.sampling.forced.";

	private static final String SECRET = "a secret of 16 characters";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "", "   " })
	void isAbsentWithoutASecret(String secret) {
		this.runner.withPropertyValues(FORCED + "secret=" + secret, FORCED + "header=X-Other")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ForcedRequests.class)
				.doesNotHaveBean(ForcedPropagator.class)
				.doesNotHaveBean(ForcedProperties.class)
				.doesNotHaveBean(ForcedMeters.class)
				.getBean(SdkTracerProvider.class)
				.asString()
				.doesNotContain("ForcedSampler"));
	}

	@Test
	void standsOutsideOfEveryOtherSamplerWithASecret() {
		this.runner.withPropertyValues(FORCED + "secret=" + SECRET)
			.run((context) -> assertThat(context.getBean(SdkTracerProvider.class).getSampler().getDescription())
				.startsWith("ForcedSampler{DroppingSampler{"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.enabled=false", "observability.tracing.sampling.enabled=false" })
	void isAbsentWhenSwitchedOff(String property) {
		this.runner.withPropertyValues(FORCED + "secret=" + SECRET, property)
			.run((context) -> assertThat(context).doesNotHaveBean(ForcedRequests.class)
				.doesNotHaveBean(ForcedPropagator.class));
	}

	@Test
	void requestsOfTheUserWin() {
		ForcedRequests own = new ForcedRequests(new ForcedProperties(SECRET, "X-Own", Duration.ofMinutes(1), 1),
				() -> Instant.EPOCH, () -> 0);
		this.runner.withPropertyValues(FORCED + "secret=" + SECRET)
			.withBean(ForcedRequests.class, () -> own)
			.run((context) -> assertThat(context.getBean(ForcedPropagator.class))
				.hasToString("ForcedPropagator{X-Own}"));
	}

	@Test
	void worksWithoutMeters() {
		this.runner.withPropertyValues(FORCED + "secret=" + SECRET)
			.withClassLoader(new FilteredClassLoader(MeterBinder.class))
			.run((context) -> assertThat(context).hasSingleBean(ForcedRequests.class)
				.doesNotHaveBean(ForcedMeters.class));
	}

	@Test
	void bindsItsPropertiesAndCountsEachOutcome() {
		this.runner
			.withPropertyValues(FORCED + "secret=" + SECRET, FORCED + "header=X-Other", FORCED + "max-validity=5m",
					FORCED + "per-second=3")
			.run((context) -> {
				ForcedProperties properties = context.getBean(ForcedProperties.class);
				assertThat(properties.maxValidity()).isEqualTo(Duration.ofMinutes(5));
				assertThat(properties.perSecond()).isEqualTo(3);
				assertThat(properties).asString().doesNotContain(SECRET);
				MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders");
				request.addHeader("X-Other", "nonsense");
				context.getBean(ContextPropagators.class)
					.getTextMapPropagator()
					.extract(Context.root(), request, new ServletGetter());
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				context.getBean(ForcedMeters.class).bindTo(registry);
				assertThat(
						registry.get("tracing.sampling.forced").tag("outcome", "malformed").functionCounter().count())
					.isEqualTo(1);
				assertThat(registry.get("tracing.sampling.forced").functionCounters())
					.hasSize(ForcedOutcome.values().length);
			});
	}

	@ParameterizedTest
	@CsvSource({ "secret,15-characters-x,16", "header,no header,a header's name", "max-validity,999ms,24h",
			"max-validity,25h,24h", "per-second,0,100000", "per-second,100001,100000" })
	void refusesAWrongProperty(String key, String value, String range) {
		this.runner.withPropertyValues(FORCED + "secret=" + SECRET, FORCED + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTracingPropertyException.class)
				.hasMessageContaining(FORCED + key)
				.hasMessageContaining(range)
				.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("15-characters-x", SECRET)));
	}

}
