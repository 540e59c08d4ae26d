// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.propagation.ContextThreads;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.opentelemetry.api.OpenTelemetry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what is current, before Boot makes its own: without it, an
 * observation below a span made by hand would not be its child.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnClass({ OtelCurrentTraceContext.class, OpenTelemetry.class })
@ConditionalOnTracingFeature(value = "observation", passesContextOn = true)
public final class CurrentSpanAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(OtelCurrentTraceContext.class)
	ObservedTraceContext tracingCurrentTraceContext() {
		return new ObservedTraceContext();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnTracingFeature("observation")
	@ConditionalOnEnabledOpenTelemetry
	ThreadSpanProcessor tracingThreadSpanProcessor() {
		return new ThreadSpanProcessor();
	}

	@Bean
	@ConditionalOnMissingBean(name = "tracingObservationThreads")
	@ConditionalOnTracingFeature("observation")
	ContextThreads.Registration tracingObservationThreads() {
		return new ContextThreads.Registration();
	}

}
