// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TracedAutoConfigurationTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TracedAutoConfiguration.class, AopAutoConfiguration.class))
		.withBean(OpenTelemetry.class, () -> OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
			.build())
		.withBean(Service.class);

	@Test
	void tracesByDefault() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			context.getBean(Service.class).work();
			assertThat(this.spans.getFinishedSpanItems()).singleElement()
				.satisfies((span) -> assertThat(span.getName()).isEqualTo("Service.work"));
			assertThat(context.getBean(MeterRegistry.class).get("traced.method").timer().count()).isOne();
		});
	}

	@Test
	void leavesBeansAloneWhenSwitchedOff() {
		this.runner.withPropertyValues("observability.tracing.traced.enabled=false").run((context) -> {
			assertThat(AopUtils.isAopProxy(context.getBean(Service.class))).isFalse();
			assertThat(context).doesNotHaveBean(TracedAutoConfiguration.class);
		});
	}

	@Test
	void leavesBeansAloneWhenTracingIsOff() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(AopUtils.isAopProxy(context.getBean(Service.class))).isFalse());
	}

	@Test
	void worksWithoutMeters() {
		this.runner.run((context) -> {
			context.getBean(Service.class).work();
			assertThat(this.spans.getFinishedSpanItems()).hasSize(1);
		});
	}

	@Test
	void isAwayWithoutOpenTelemetry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TracedAutoConfiguration.class, AopAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(OpenTelemetry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TracedAutoConfiguration.class));
	}

	@Test
	void tellsAsManyErrorsAsTheUserWants() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("observability.tracing.traced.max-errors=1")
			.run((context) -> {
				Service service = context.getBean(Service.class);
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> service.fail(new IllegalStateException()));
				assertThatExceptionOfType(ArithmeticException.class)
					.isThrownBy(() -> service.fail(new ArithmeticException()));
				assertThat(context.getBean(MeterRegistry.class).find("traced.method").timers())
					.extracting((timer) -> timer.getId().getTag("error"))
					.containsExactlyInAnyOrder("IllegalStateException", "other");
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1001 })
	void aNumberOfErrorsThatIsNoBoundStopsTheStart(int errors) {
		this.runner.withPropertyValues("observability.tracing.traced.max-errors=" + errors)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("observability.tracing.traced.max-errors must be in [1, 1000] but was '" + errors + "'"));
	}

	@Test
	void theMeterOfTheApplicationGoneWrongDoesNotReachTheCaller() {
		this.runner.withBean(MeterRegistry.class, () -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			registry.config().meterFilter(new io.micrometer.core.instrument.config.MeterFilter() {
				@Override
				public io.micrometer.core.instrument.Meter.Id map(io.micrometer.core.instrument.Meter.Id id) {
					if (id.getName().equals("traced.method")) {
						throw new IllegalStateException("refused");
					}
					return id;
				}
			});
			return registry;
		}).run((context) -> {
			context.getBean(Service.class).work();
			assertThat(this.spans.getFinishedSpanItems()).hasSize(1);
			assertThat(context.getBean(TracedLosses.class).count(TracedLoss.FAILED)).isOne();
		});
	}

	static class Service {

		@Traced
		void fail(RuntimeException error) {
			throw error;
		}

		@Traced
		void work() {
		}

	}

}
