// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingAwareMeterObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsAutoConfigurationTests {

	private final ApplicationContextRunner withoutTracer = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class,
				ObservationAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutTracer
		.withConfiguration(AutoConfigurations.of(OpenTelemetrySdkAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
				PrometheusExemplarsAutoConfiguration.class))
		.withUserConfiguration(Exporter.class)
		.withPropertyValues("management.tracing.sampling.probability=1.0");

	@Test
	void recordsWithExemplarsByDefault() {
		this.runner.run((context) -> {
			observe(context);
			assertThat(context).hasSingleBean(SpanContext.class).hasSingleBean(ExemplarSpanContext.class);
			assertThat(handlers(context)).hasSize(2)
				.satisfiesOnlyOnce((handler) -> assertThat(handler).isInstanceOf(CachedMeterObservationHandler.class));
			assertThat(handlers(context).get(1)).isInstanceOf(CachedMeterObservationHandler.class);
			assertThat(exemplar(context)).isEqualTo(span(context).getSpanId());
			assertThat(count(context)).isOne();
		});
	}

	@Test
	void leavesBootsWayWhenSwitchedOff() {
		this.runner.withPropertyValues("observability.tracing.metrics.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(MetricsHandlerGroup.class)
				.doesNotHaveBean(ObservedSpan.class)
				.hasSingleBean(SpanContext.class);
			assertThat(handlers(context)).hasAtLeastOneElementOfType(TracingAwareMeterObservationHandler.class)
				.doesNotHaveAnyElementsOfTypes(CachedMeterObservationHandler.class);
		});
	}

	@Test
	void opensAScopeForTheSpanContextOfTheUser() {
		this.runner.withUserConfiguration(OwnSpanContext.class).run((context) -> {
			assertThat(context).hasSingleBean(SpanContext.class).doesNotHaveBean(ObservedSpan.class);
			observe(context);
			assertThat(exemplar(context)).isEqualTo(span(context).getSpanId());
		});
	}

	@Test
	void recordsWithoutPrometheus() {
		this.runner
			.withClassLoader(
					new FilteredClassLoader(PrometheusMeterRegistry.class, SpanContext.class, PrometheusRegistry.class))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.hasSingleBean(MetricsHandlerGroup.class)
					.doesNotHaveBean(ObservedSpan.class);
				observe(context);
			});
	}

	@Test
	void sendsMetersByOtlpOnlyWhereTheUserBringsThatRegistry() {
		assertThat(ClassUtils.isPresent("io.micrometer.registry.otlp.OtlpMeterRegistry", null)).isFalse();
		try (MetricsTestApplication application = MetricsTestApplication
			.start("observability.tracing.endpoint=localhost:4317")) {
			ApplicationContext context = application.context();
			assertThat(context.getBeansOfType(MeterRegistry.class).values()).singleElement()
				.isInstanceOf(PrometheusMeterRegistry.class);
			assertThat(context.getBeansOfType(MeterProvider.class)).isEmpty();
		}
	}

	@Test
	void backsOffWithoutMeters() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).doesNotHaveBean("tracingMetricsHandlerGroup"));
	}

	@Test
	void bindsProperties() {
		this.runner
			.withPropertyValues("observability.tracing.metrics.active-timers=true",
					"observability.tracing.metrics.cached-meters=7", "observability.tracing.metrics.max-meters=11",
					"observability.tracing.metrics.max-tags=8", "observability.tracing.metrics.max-tag-values=9",
					"observability.tracing.metrics.exemplar-attribute=true")
			.run((context) -> {
				assertThat(context.getBean(MetricsProperties.class))
					.isEqualTo(new MetricsProperties(true, true, 7, 11, 8, 9, true));
				observe(context);
				assertThat(context.getBean(MeterRegistry.class).find("work.active").longTaskTimer()).isNotNull();
				assertThat(span(context).getAttributes().asMap().toString()).contains("exemplar=true");
			});
	}

	@Test
	void boundsAndCountsWhatMetersMayHave() {
		this.runner
			.withPropertyValues("observability.tracing.metrics.max-meters=3",
					"observability.tracing.metrics.max-tags=2", "observability.tracing.metrics.max-tag-values=4")
			.run((context) -> {
				ObservationRegistry observations = context.getBean(ObservationRegistry.class);
				for (int i = 0; i < 10; i++) {
					Observation.createNotStarted("work", observations)
						.lowCardinalityKeyValue("order", "order " + i)
						.observe(() -> {
						});
					Observation.createNotStarted("work " + i, observations).observe(() -> {
					});
				}
				Observation.createNotStarted("work", observations).lowCardinalityKeyValue("third", "x").observe(() -> {
				});
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("work").tag("order", "other").timer().count()).isEqualTo(6);
				assertThat(cut(registry, "values")).isEqualTo(6);
				assertThat(cut(registry, "meters")).isEqualTo(8);
				assertThat(cut(registry, "tags")).isEqualTo(1);
			});
	}

	private static double cut(MeterRegistry registry, String kind) {
		return registry.get("tracing.metrics.cut").tag("kind", kind).functionCounter().count();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cached-meters=-1", "cached-meters=1000001", "max-meters=0", "max-meters=1000001",
			"max-tags=0", "max-tags=1001", "max-tag-values=0", "max-tag-values=1000001" })
	void refusesABoundThatIsNone(String property) {
		this.runner.withPropertyValues("observability.tracing.metrics." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("observability.tracing.metrics." + property.substring(0, property.indexOf('='))
						+ " must be in [")
				.hasMessageEndingWith("but was '" + property.substring(property.indexOf('=') + 1) + "'"));
	}

	@Test
	void leavesNoTimerOfWhatIsActiveByDefault() {
		this.runner.run((context) -> {
			observe(context);
			assertThat(context.getBean(MeterRegistry.class).find("work.active").longTaskTimer()).isNull();
		});
	}

	@Test
	void recordsWithoutATracer() {
		this.withoutTracer.run((context) -> {
			observe(context);
			assertThat(context).doesNotHaveBean(SpanContext.class);
			assertThat(count(context)).isOne();
			assertThat(handlers(context)).hasSize(1);
		});
	}

	@Test
	void hasNoExemplarsWhereTheUserWantsNone() {
		this.runner.withPropertyValues("management.tracing.exemplars.include=none").run((context) -> {
			assertThat(context).doesNotHaveBean(SpanContext.class);
			observe(context);
			assertThat(exemplar(context)).isNull();
			assertThat(count(context)).isOne();
		});
	}

	@Test
	void refusesExemplarsOfAllTracesAsBootDoes() {
		this.runner.withPropertyValues("management.tracing.exemplars.include=all")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("management.tracing.exemplars.include"));
	}

	@Test
	void offersNoExemplarOfATraceThatIsNotSampled() {
		this.runner.withPropertyValues("management.tracing.sampling.probability=0").run((context) -> {
			observe(context);
			assertThat(exemplar(context)).isNull();
			assertThat(count(context)).isOne();
		});
	}

	@Test
	void takesTheCurrentSpanForWhatIsNoObservation() {
		this.runner.run((context) -> {
			Tracer tracer = context.getBean(Tracer.class);
			io.micrometer.tracing.Span span = tracer.nextSpan().start();
			Tracer.SpanInScope scope = tracer.withSpan(span);
			context.getBean(MeterRegistry.class).timer("work").record(() -> {
			});
			scope.close();
			assertThat(exemplar(context)).isEqualTo(span.context().spanId());
		});
	}

	@Test
	void wrapsHandlersOfTheUserAsBootDoes() {
		this.runner.withBean(OwnMeterHandler.class).run((context) -> {
			observe(context);
			assertThat(context.getBean(OwnMeterHandler.class).current).isEqualTo(span(context).getSpanId());
			// The first that supports the context is the only one
			assertThat(context.getBean(MeterRegistry.class).find("work").timer()).isNull();
		});
	}

	@Test
	void leavesTracingToTracingHandlersBesideATracingAwareOneOfTheUser() {
		this.runner.withUserConfiguration(OwnTracingAware.class).run((context) -> {
			observe(context);
			assertThat(span(context).getName()).isEqualTo("work");
			assertThat(context.getBean(OwnMeterHandler.class).current).isEqualTo(span(context).getSpanId());
		});
	}

	@Test
	void leavesHandlersToAGroupOfTheUser() {
		this.runner.withBean(OwnMeterHandler.class).withUserConfiguration(OwnGroup.class).run((context) -> {
			observe(context);
			assertThat(context.getBean(OwnGroup.class).members).hasSize(1).first().isInstanceOf(OwnMeterHandler.class);
			assertThat(count(context)).isOne();
		});
	}

	@Test
	void keepsTheOrderOfTracingHandlers() {
		this.runner.withBean(OwnTracingHandler.class).run((context) -> {
			observe(context);
			assertThat(context.getBean(OwnTracingHandler.class).stopped).isTrue();
			assertThat(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems()).isEmpty();
			assertThat(count(context)).isOne();
		});
	}

	private static void observe(ApplicationContext context) {
		Observation.createNotStarted("work", context.getBean(ObservationRegistry.class)).observe(() -> {
		});
	}

	private static List<ObservationHandler<?>> handlers(ApplicationContext context) {
		List<ObservationHandler<?>> handlers = new ArrayList<>();
		ObservationRegistry registry = context.getBean(ObservationRegistry.class);
		Object found = new DirectFieldAccessor(registry.observationConfig()).getPropertyValue("observationHandlers");
		for (Object handler : (Iterable<?>) Objects.requireNonNull(found)) {
			handlers.add((ObservationHandler<?>) handler);
		}
		return handlers;
	}

	private static long count(ApplicationContext context) {
		return context.getBean(MeterRegistry.class).get("work").timer().count();
	}

	private static SpanData span(ApplicationContext context) {
		List<SpanData> spans = context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	private static @Nullable String exemplar(ApplicationContext context) {
		List<String> ids = new ArrayList<>();
		context.getBean(PrometheusRegistry.class)
			.scrape()
			.stream()
			.filter((snapshot) -> snapshot.getMetadata().getName().startsWith("work_seconds"))
			.flatMap((snapshot) -> snapshot.getDataPoints().stream())
			.filter(DistributionDataPointSnapshot.class::isInstance)
			.forEach((point) -> ((DistributionDataPointSnapshot) point).getExemplars()
				.forEach((exemplar) -> ids.add(exemplar.getLabels().get("span_id"))));
		return ids.isEmpty() ? null : ids.get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class Exporter {

		@Bean
		InMemorySpanExporter exporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor processor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSpanContext {

		@Bean
		SpanContext ownSpanContext() {
			return new SpanContext() {

				@Override
				public String getCurrentTraceId() {
					return Span.current().getSpanContext().getTraceId();
				}

				@Override
				public String getCurrentSpanId() {
					return Span.current().getSpanContext().getSpanId();
				}

				@Override
				public boolean isCurrentSpanSampled() {
					return Span.current().getSpanContext().isSampled();
				}

				@Override
				public void markCurrentSpanAsExemplar() {
				}

			};
		}

	}

	static class OwnMeterHandler implements MeterObservationHandler<Observation.Context> {

		private String current = "";

		@Override
		public void onStop(Observation.Context context) {
			this.current = Span.current().getSpanContext().getSpanId();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTracingAware {

		@Bean
		OwnMeterHandler delegate() {
			return new OwnMeterHandler() {

				@Override
				public boolean supportsContext(Observation.Context context) {
					return false;
				}

			};
		}

		@Bean
		TracingAwareMeterObservationHandler<Observation.Context> tracingAware(OwnMeterHandler delegate, Tracer tracer) {
			return new TracingAwareMeterObservationHandler<>(delegate, tracer) {

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			};
		}

	}

	static class OwnGroup implements ObservationHandlerGroup {

		private final List<ObservationHandler<?>> members = new ArrayList<>();

		@Override
		public Class<?> handlerType() {
			return OwnMeterHandler.class;
		}

		@Override
		public void registerMembers(ObservationRegistry.ObservationConfig config, List<ObservationHandler<?>> members) {
			this.members.addAll(members);
		}

	}

	@Order(0)
	static class OwnTracingHandler implements TracingObservationHandler<Observation.Context> {

		private final Tracer tracer;

		private boolean stopped;

		OwnTracingHandler(Tracer tracer) {
			this.tracer = tracer;
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped = true;
		}

		@Override
		public Tracer getTracer() {
			return this.tracer;
		}

	}

}
