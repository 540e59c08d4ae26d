// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SamplingAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class));

	@Test
	void asksBootsSamplerForTheRestByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(SdkTracerProvider.class).getSampler().getDescription())
			.startsWith("DroppingSampler{TraceLimitSampler{ParentBased{"));
	}

	@Test
	void leavesBootAloneWhenSwitchedOff() {
		this.runner.withPropertyValues("observability.tracing.sampling.enabled=false")
			.run((context) -> assertThat(context.getBean(SdkTracerProvider.class).getSampler().getDescription())
				.startsWith("ParentBased{"));
	}

	@Test
	void asksTheUsersSampler() {
		this.runner.withBean(Sampler.class, Sampler::alwaysOff)
			.run((context) -> assertThat(context.getBean(SdkTracerProvider.class).getSampler())
				.hasToString("DroppingSampler{TraceLimitSampler{AlwaysOffSampler}}"));
	}

	@Test
	void theUsersCustomizerWins() {
		this.runner
			.withBean(SdkTracerProviderBuilderCustomizer.class,
					() -> (builder) -> builder.setSampler(Sampler.alwaysOff()))
			.run((context) -> assertThat(context.getBean(SdkTracerProvider.class).getSampler())
				.isSameAs(Sampler.alwaysOff()));
	}

	@Test
	void isAwayWithoutTheSdk() {
		this.runner.withClassLoader(new FilteredClassLoader(SdkTracerProvider.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SamplingAutoConfiguration.class));
	}

	@Test
	void bindsItsProperties() {
		this.runner
			.withPropertyValues("observability.tracing.sampling.drop.paths=/ping,/internal/**",
					"observability.tracing.sampling.drop.actuator=false",
					"observability.tracing.sampling.drop.static-resources=false")
			.run((context) -> {
				DroppedPaths paths = context.getBean(DroppedPaths.class);
				assertThat(paths.contain("GET", "/internal/x")).isTrue();
				assertThat(paths.contain("GET", "/actuator/health")).isFalse();
				assertThat(paths.contain("GET", "/app.js")).isFalse();
			});
	}

	@Test
	void boundsTheSpansOfATrace() {
		this.runner.run((context) -> assertThat(context.getBean(TraceLimit.class).maxSpans()).isEqualTo(10_000));
		this.runner
			.withPropertyValues("observability.tracing.sampling.max-spans-per-trace=7",
					"management.tracing.sampling.probability=1.0")
			.run((context) -> {
				Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
				Context root = Context.root().with(tracer.spanBuilder("root").startSpan());
				for (int i = 0; i < 10; i++) {
					tracer.spanBuilder("child").setParent(root).startSpan().end();
				}
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				context.getBean(SamplingMeters.class).bindTo(registry);
				assertThat(
						registry.get("tracing.sampling.cut").tag("reason", "trace_too_long").functionCounter().count())
					.isEqualTo(4);
			});
	}

	@Test
	void aLimitOfNoSpanStopsTheStart() {
		this.runner.withPropertyValues("observability.tracing.sampling.max-spans-per-trace=0")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidTracingPropertyException.class)
				.hasMessage(
						"observability.tracing.sampling.max-spans-per-trace must be in [1, 2147483647] but was '0'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ping", "/a?b", "/{id}", "" })
	void refusesAPathThatCouldNeverMatch(String path) {
		this.runner.withPropertyValues("observability.tracing.sampling.drop.paths[0]=" + path)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.tracing.sampling.drop.paths")
				.hasMessageContaining("'" + path + "'"));
	}

	@Test
	void leavesEndpointsAtTheRootAlone() {
		this.runner.withPropertyValues("management.endpoints.web.base-path=/")
			.run((context) -> assertThat(context.getBean(DroppedPaths.class).contain("GET", "/health")).isFalse());
	}

}
