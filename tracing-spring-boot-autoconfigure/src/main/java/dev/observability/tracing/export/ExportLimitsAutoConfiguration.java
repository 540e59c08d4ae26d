// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import dev.observability.tracing.ConditionalOnTracingFeature;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of what bounds a span, and of what marks and counts what is cut.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = { ExportAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class })
@ConditionalOnTracingFeature
@ConditionalOnClass(SdkTracerProvider.class)
@EnableConfigurationProperties(ExportLimits.class)
public final class ExportLimitsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SpanCuts tracingSpanCuts() {
		return new SpanCuts();
	}

	@Bean
	@ConditionalOnMissingBean
	SpanTrimFactory tracingSpanTrimFactory(ExportLimits limits, SpanCuts cuts) {
		return new SpanTrimFactory(limits, cuts);
	}

	@Bean
	static SpanLimitsPostProcessor tracingSpanLimitsPostProcessor(ObjectProvider<SpanTrimFactory> trims) {
		return new SpanLimitsPostProcessor(trims);
	}

	/**
	 * Keeps events for exceptions. First in order, so that limits that a customizer of
	 * the application sets win.
	 * @param limits those of Boot or of the application
	 * @param ours how many events there are for exceptions
	 * @return the customizer
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnEnabledOpenTelemetry
	SdkTracerProviderBuilderCustomizer tracingErrorSlotsCustomizer(SpanLimits limits, ExportLimits ours) {
		return (builder) -> ErrorSlots.add(builder, limits, ours.exceptionEvents());
	}

	/** Where there are meters. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MeterConfiguration {

		@Bean
		CutMeters tracingCutMeters(SpanCuts cuts) {
			return new CutMeters(cuts);
		}

	}

}
