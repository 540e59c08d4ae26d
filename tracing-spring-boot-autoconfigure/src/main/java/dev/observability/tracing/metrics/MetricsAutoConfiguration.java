// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.Optional;
import java.util.function.Supplier;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.export.IdleRuns;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.tracing.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties.Exemplars.Include;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of observations: our
 * handler in the place of Boot's, and exemplars for Prometheus that need no scope.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration" },
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.prometheus."
				+ "PrometheusExemplarsAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, ObservationHandlerGroup.class,
		org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class })
@ConditionalOnBean(org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class)
@ConditionalOnTracingFeature("metrics")
@EnableConfigurationProperties(MetricsProperties.class)
public final class MetricsAutoConfiguration {

	/** Boot's bean; it has no condition by which it would back off. */
	private static final String BOOTS_HANDLER = "defaultMeterObservationHandler";

	/** Asked for the span of a value by Micrometer's OTLP registry, which is optional. */
	private static final String OTLP_EXEMPLARS = "io.micrometer.registry.otlp.ExemplarContextProvider";

	@Bean
	@ConditionalOnMissingBean
	MeterCuts tracingMeterCuts() {
		return new MeterCuts();
	}

	@Bean
	MeterCutMeters tracingMeterCutMeters(MeterCuts cuts) {
		return new MeterCutMeters(cuts);
	}

	@Bean
	@ConditionalOnMissingBean
	MetricsHandlerGroup tracingMetricsHandlerGroup(ListableBeanFactory beans,
			ObjectProvider<ObservationHandlerGroup> groups, ObjectProvider<Tracer> tracers,
			ObjectProvider<ObservedSpan> spans, ObjectProvider<MeterRegistry> registries, ObjectProvider<Clock> clocks,
			org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties boots,
			MetricsProperties properties, MeterCuts cuts) {
		boolean activeTimers = properties.activeTimers()
				&& !boots.getObservations().getIgnoredMeters().contains(IgnoredMeters.LONG_TASK_TIMER);
		boolean opensScope = spans.getIfAvailable() == null || hasOtlpExemplars(beans);
		return new MetricsHandlerGroup(groups, tracers, () -> beans.getBean(BOOTS_HANDLER), () -> {
			// As Boot does for its own handler
			MeterRegistry registry = registries
				.getIfAvailable(() -> new CompositeMeterRegistry(clocks.getIfAvailable(() -> Clock.SYSTEM)));
			return new CachedMeterObservationHandler(registry, properties.cachedMeters(), properties.bounds(), cuts,
					activeTimers, spans.getIfAvailable());
		}, opensScope);
	}

	private static boolean hasOtlpExemplars(ListableBeanFactory beans) {
		ClassLoader classLoader = MetricsAutoConfiguration.class.getClassLoader();
		return ClassUtils.isPresent(OTLP_EXEMPLARS, classLoader) && beans
			.getBeanNamesForType(ClassUtils.resolveClassName(OTLP_EXEMPLARS, classLoader), false, false).length > 0;
	}

	/**
	 * Exemplars for Prometheus, in the place of Boot's.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpanContext.class)
	@ConditionalOnBean(io.opentelemetry.api.trace.Tracer.class)
	@ConditionalOnMissingBean(SpanContext.class)
	@Conditional(ExemplarsIncluded.class)
	@EnableConfigurationProperties(TracingProperties.class)
	static class PrometheusExemplars {

		@Bean
		ObservedSpan tracingObservedSpan() {
			return new ObservedSpan();
		}

		@Bean
		ExemplarSpanContext tracingExemplarSpanContext(ObservedSpan span, MetricsProperties properties,
				TracingProperties boots, ObjectProvider<IdleRuns> runs) {
			if (boots.getExemplars().getInclude() == Include.ALL) {
				throw new InvalidConfigurationPropertyValueException("management.tracing.exemplars.include", "all",
						"Prometheus doesn't support including 'all' traces as exemplars.");
			}
			Supplier<Optional<IdleRuns>> idle = SingletonSupplier.of(() -> Optional.ofNullable(runs.getIfAvailable()));
			return new ExemplarSpanContext(span, properties.exemplarAttribute(),
					(each) -> idle.get().filter((found) -> found.isIdle(each)).isPresent());
		}

	}

	/** The same condition as Boot's own, which is not public. */
	static final class ExemplarsIncluded extends NoneNestedConditions {

		ExemplarsIncluded() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		/** The user wants no exemplars. */
		@ConditionalOnProperty(name = "management.tracing.exemplars.include", havingValue = "none")
		static final class NoneIncluded {

		}

	}

	/**
	 * What tells in which formats the application is scraped: Boot's endpoint, made by
	 * us.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature("diagnostics")
	@ConditionalOnClass({ PrometheusScrapeEndpoint.class, PrometheusRegistry.class,
			ConditionalOnAvailableEndpoint.class })
	@ConditionalOnAvailableEndpoint(PrometheusScrapeEndpoint.class)
	@ConditionalOnMissingBean(PrometheusScrapeEndpoint.class)
	@ConditionalOnEnabledMetricsExport("prometheus")
	static class ScrapeDiagnostics {

		@Bean
		ScrapeFormats tracingScrapeFormats() {
			return new ScrapeFormats();
		}

		@Bean
		MetricsDiagnostics tracingMetricsDiagnostics(ScrapeFormats formats) {
			return new MetricsDiagnostics(formats);
		}

		// Named as Boot's, which is away then
		@Bean
		NotedScrapeEndpoint prometheusEndpoint(PrometheusRegistry registry, PrometheusConfig config,
				ScrapeFormats formats) {
			return new NotedScrapeEndpoint(registry, config.prometheusProperties(), formats);
		}

	}

}
