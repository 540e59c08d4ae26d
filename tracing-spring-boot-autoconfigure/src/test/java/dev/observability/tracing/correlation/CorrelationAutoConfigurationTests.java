// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.List;

import dev.observability.tracing.propagation.ContextThreads;
import dev.observability.tracing.propagation.CorrelationId;
import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

class CorrelationAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
			OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
			CorrelationAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void propagatesAndMarksSpansByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(CorrelationPropagator.class)
				.hasSingleBean(CorrelationSpanProcessor.class)
				.hasSingleBean(CorrelationMeters.class)
				.doesNotHaveBean(CorrelationFilter.class)
				.doesNotHaveBean(CorrelationWebFilter.class);
			assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields())
				.containsSubsequence("traceparent", "X-Correlation-ID");
		});
	}

	@Test
	void filtersServletOrReactiveRequestsByDefault() {
		this.servlet.run((context) -> {
			assertThat(context.getBean("tracingCorrelationFilter")).isInstanceOf(FilterRegistrationBean.class);
			assertThat(context).doesNotHaveBean(CorrelationWebFilter.class)
				.doesNotHaveBean(ServletProblemDetails.class);
		});
		this.reactive.run((context) -> assertThat(context).hasSingleBean(CorrelationWebFilter.class)
			.doesNotHaveBean("tracingCorrelationFilter")
			.doesNotHaveBean(ReactiveProblemDetails.class));
	}

	@Test
	void hasNothingWhenSwitchedOff() {
		int accessors = ContextRegistry.getInstance().getThreadLocalAccessors().size();
		this.servlet
			.withPropertyValues("observability.tracing.correlation.enabled=false",
					"observability.tracing.correlation.problem-detail=true")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(CorrelationAutoConfiguration.class)
					.doesNotHaveBean(CorrelationPropagator.class)
					.doesNotHaveBean(CorrelationSpanProcessor.class)
					.doesNotHaveBean(CorrelationMeters.class)
					.doesNotHaveBean(CorrelationProperties.class)
					.doesNotHaveBean(ServletProblemDetails.class)
					.doesNotHaveBean("tracingCorrelationFilter");
				assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).hasSize(accessors);
			});
	}

	@Test
	void onlyHandsIdsOnWhileTracingIsOff() {
		this.servlet.withPropertyValues("observability.tracing.enabled=false", "management.opentelemetry.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(CorrelationPropagator.class)
				.doesNotHaveBean(CorrelationSpanProcessor.class)
				.doesNotHaveBean(ContextThreads.Registration.class)
				.doesNotHaveBean("tracingCorrelationFilter"));
	}

	@Test
	void propagatesNothingWhereSpringBootDoesNot() {
		this.runner.withPropertyValues("management.tracing.export.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(CorrelationPropagator.class);
			TextMapPropagator propagator = context.getBean(ContextPropagators.class).getTextMapPropagator();
			assertThat(propagator.fields()).isEmpty();
			assertThat(CorrelationId.sent(propagator.extract(Context.root(), "sent", new OneHeaderGetter())))
				.isEqualTo("sent");
		});
	}

	@Test
	void beansOfTheApplicationWin() {
		this.servlet.withUserConfiguration(OwnBeans.class).run((context) -> {
			assertThat(context).doesNotHaveBean(CorrelationPropagator.class)
				.doesNotHaveBean(CorrelationSpanProcessor.class);
			assertThat(context.getBean("tracingCorrelationFilter")).isSameAs(OwnBeans.FILTER);
			assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields())
				.doesNotContain("X-Correlation-ID");
		});
	}

	@Test
	void whoInjectsOnePropagatorStillGetsSpringBoots() {
		this.runner.withBean(OnePropagator.class)
			.run((context) -> assertThat(context.getBean(OnePropagator.class).propagator().fields())
				.contains("traceparent"));
	}

	@Test
	void startsWithoutOpenTelemetrysBridge() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CorrelationAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.tracing.otel"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CorrelationAutoConfiguration.class));
	}

	@Test
	void startsWithoutWebAndMeterLibraries() {
		this.runner
			.withClassLoader(new FilteredClassLoader(Filter.class, WebFilter.class, WebMvcConfigurer.class,
					WebFluxConfigurer.class, MeterBinder.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CorrelationPropagator.class)
				.doesNotHaveBean(CorrelationMeters.class));
	}

	@Test
	void startsWithoutSpringMvc() {
		this.servlet.withPropertyValues("observability.tracing.correlation.problem-detail=true")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.webmvc"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("tracingCorrelationFilter")
				.doesNotHaveBean(ServletProblemDetails.class));
	}

	@Test
	void addsTheTraceIdToProblemDetailsWhenAsked() {
		this.servlet.withPropertyValues("observability.tracing.correlation.problem-detail=true")
			.run((context) -> assertThat(context).hasSingleBean(ServletProblemDetails.class)
				.hasSingleBean(ServletProblemDetails.TracedErrorAttributes.class));
		this.reactive.withPropertyValues("observability.tracing.correlation.problem-detail=true")
			.run((context) -> assertThat(context).hasSingleBean(ReactiveProblemDetails.class)
				.hasSingleBean(ReactiveProblemDetails.TracedErrorAttributes.class));
	}

	@Test
	void itsPropertiesAreBound() {
		this.runner.run((context) -> assertThat(context.getBean(CorrelationProperties.class))
			.isEqualTo(new CorrelationProperties(true, "X-Correlation-ID", List.of("X-Request-ID"), true, true, "false",
					false)));
		this.runner
			.withPropertyValues("observability.tracing.correlation.header=X-Id",
					"observability.tracing.correlation.accepted-headers=X-A,X-B",
					"observability.tracing.correlation.response-header=false",
					"observability.tracing.correlation.server-timing=false",
					"observability.tracing.correlation.trace-id-header=true",
					"observability.tracing.correlation.problem-detail=true")
			.run((context) -> assertThat(context.getBean(CorrelationProperties.class))
				.isEqualTo(new CorrelationProperties(true, "X-Id", List.of("X-A", "X-B"), false, false, "true", true)));
	}

	@Test
	void anEmptyListReadsTheHeaderOnly() {
		this.runner.withPropertyValues("observability.tracing.correlation.accepted-headers=")
			.run((context) -> assertThat(context.getBean(CorrelationProperties.class).readHeaders())
				.containsExactly("X-Correlation-ID"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "header=X Id", "header=Set-Cookie", "accepted-headers=X-A,b:c", "trace-id-header=a b" })
	void aWrongNameStopsTheStart(String property) {
		this.runner.withPropertyValues("observability.tracing.correlation." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.tracing.correlation." + property.split("=")[0]));
	}

	@Test
	void countsWhatItReplacesByReason() {
		this.runner.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(CorrelationMeters.class).bindTo(registry);
			TextMapPropagator propagator = context.getBean(OpenTelemetry.class).getPropagators().getTextMapPropagator();
			for (String value : List.of("", "a b", "a\nb", "x".repeat(129), "4111-1111-1111-1111")) {
				propagator.extract(Context.root(), value, new OneHeaderGetter());
			}
			assertThat(count(registry, "empty")).isOne();
			assertThat(count(registry, "characters")).isEqualTo(2);
			assertThat(count(registry, "too_long")).isOne();
			assertThat(count(registry, "secret")).isOne();
		});
	}

	@Test
	void leavesNoAccessorBehind() {
		// Another test's application may still live in this JVM, and need it
		List<?> before = List.copyOf(ContextRegistry.getInstance().getThreadLocalAccessors());
		this.runner.run((context) -> assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
			.filteredOn((accessor) -> accessor.key() == ContextThreads.KEY)
			.hasSize(1));
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).isEqualTo(before);
	}

	private static double count(SimpleMeterRegistry registry, String reason) {
		return registry.get("tracing.correlation.replaced").tag("reason", reason).functionCounter().count();
	}

	record OnePropagator(TextMapPropagator propagator) {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		static final FilterRegistrationBean<Filter> FILTER = new FilterRegistrationBean<>(
				(request, response, chain) -> chain.doFilter(request, response));

		@Bean
		TextMapPropagator tracingCorrelationPropagator() {
			return TextMapPropagator.noop();
		}

		@Bean
		SpanProcessor tracingCorrelationSpanProcessor() {
			return SpanProcessor.composite();
		}

		@Bean
		FilterRegistrationBean<Filter> tracingCorrelationFilter() {
			return FILTER;
		}

	}

}
