// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.metrics;

import dev.observability.tracing.metrics.MetricsAutoConfiguration;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An observation with the key values of a request, in one {@link MetersVariant}.
 */
final class ObservedRequest implements AutoCloseable {

	private static final String NAME = "http.server.requests";

	private static final KeyValues KEY_VALUES = KeyValues.of("method", "GET", "uri", "/orders/{id}", "status", "200",
			"exception", "none", "outcome", "SUCCESS");

	private final ConfigurableApplicationContext context;

	private final ObservationRegistry observations;

	ObservedRequest(MetersVariant variant) {
		Class<?> configuration = switch (variant) {
			case EMPTY -> Empty.class;
			case BOOT, BOOT_WITHOUT_ACTIVE, OURS -> Meters.class;
			case BOOT_TRACED, OURS_TRACED -> Traced.class;
		};
		boolean ours = (variant == MetersVariant.OURS || variant == MetersVariant.OURS_TRACED);
		String ignored = (variant == MetersVariant.BOOT_WITHOUT_ACTIVE) ? "long-task-timer" : "";
		this.context = new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn",
					"management.tracing.sampling.probability=1.0",
					"management.metrics.distribution.slo." + NAME + "=5ms,10ms,25ms,50ms,100ms,250ms,500ms,1s",
					"management.metrics.observations.ignored-meters=" + ignored,
					"observability.tracing.metrics.enabled=" + ours)
			.run();
		this.observations = this.context.getBean(ObservationRegistry.class);
		if (variant == MetersVariant.EMPTY) {
			ObservationHandler<Observation.Context> nothing = (context) -> true;
			this.observations.observationConfig().observationHandler(nothing);
		}
	}

	Observation run() {
		Observation observation = Observation.createNotStarted(NAME, this.observations);
		observation.lowCardinalityKeyValues(KEY_VALUES);
		observation.start();
		observation.stop();
		return observation;
	}

	double count() {
		return this.context.getBeanProvider(MeterRegistry.class)
			.stream()
			.mapToDouble((registry) -> registry.get(NAME).timer().count())
			.sum();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** No meters. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ObservationAutoConfiguration.class)
	static class Empty {

	}

	/** Meters without tracing. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
			org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class,
			PrometheusMetricsExportAutoConfiguration.class })
	static class Meters {

	}

	/** Meters and tracing. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
			org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class,
			PrometheusMetricsExportAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
			OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
			PrometheusExemplarsAutoConfiguration.class })
	static class Traced {

	}

}
