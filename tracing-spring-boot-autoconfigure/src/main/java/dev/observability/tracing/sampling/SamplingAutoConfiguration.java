// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.propagation.ContextPath;
import dev.observability.tracing.propagation.SampledFlags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

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
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the head decision: leaves requests out of traces before the
 * application's sampler is asked.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnClass({ SdkTracerProvider.class, OtelTracer.class })
@ConditionalOnTracingFeature("sampling")
@EnableConfigurationProperties(SamplingProperties.class)
@Import(ForcedConfiguration.class)
public final class SamplingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DroppedPaths tracingDroppedPaths(SamplingProperties properties, Environment environment) {
		SamplingProperties.Drop drop = properties.drop();
		List<String> patterns = new ArrayList<>();
		String contextPath = ContextPath.of(environment);
		drop.paths().forEach((path) -> patterns.add(contextPath + path));
		if (drop.actuator()) {
			actuatorPaths(environment, contextPath).forEach((path) -> patterns.add(path + "/**"));
		}
		return new DroppedPaths(patterns, drop.staticResources());
	}

	@Bean
	@ConditionalOnMissingBean
	InboundContexts tracingInboundContexts() {
		return new InboundContexts();
	}

	/*
	 * Below the application's own path, and below that of a management server. Endpoints
	 * at the root cannot be told from the application's own paths and stay.
	 */
	private static Set<String> actuatorPaths(Environment environment, String contextPath) {
		Set<String> paths = new LinkedHashSet<>();
		String base = ContextPath.trim(environment.getProperty("management.endpoints.web.base-path", "/actuator"));
		if (!base.isEmpty()) {
			paths.add(contextPath + ContextPath.first(environment, "spring.mvc.servlet.path") + base);
			paths.add(ContextPath.first(environment, "management.server.base-path") + base);
		}
		return paths;
	}

	@Bean
	@ConditionalOnMissingBean
	TraceLimit tracingTraceLimit(SamplingProperties properties) {
		return new TraceLimit(properties.maxSpansPerTrace());
	}

	/**
	 * Wraps the sampler that Boot or the application made. First in order, so that a
	 * customizer of the application that sets another wins.
	 * @param paths paths that are left out
	 * @param limit how many spans a trace may have
	 * @param sampler the sampler
	 * @param flags whether those of callers count
	 * @param forced requests that are recorded all the same
	 * @param inbound hears what requests bring
	 * @return the customizer
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnEnabledOpenTelemetry
	SdkTracerProviderBuilderCustomizer tracingSamplerCustomizer(DroppedPaths paths, TraceLimit limit, Sampler sampler,
			ObjectProvider<SampledFlags> flags, ObjectProvider<ForcedRequests> forced, InboundContexts inbound) {
		Sampler own = own(sampler, flags.getIfAvailable());
		Sampler dropping = new DroppingSampler(paths, new TraceLimitSampler(own, limit), inbound);
		Sampler outermost = (forced.getIfAvailable() != null) ? ForcedSampler.of(dropping, limit) : dropping;
		return (builder) -> builder.setSampler(outermost);
	}

	private static Sampler own(Sampler sampler, @Nullable SampledFlags flags) {
		return (flags != null && flags.isNeeded()) ? new InboundSampler(sampler, flags) : sampler;
	}

	/** Where there are meters. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MeterConfiguration {

		@Bean
		SamplingMeters tracingSamplingMeters(TraceLimit limit) {
			return new SamplingMeters(limit);
		}

	}

	/** What tells how it decides. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature("diagnostics")
	static class Diagnostics {

		@Bean
		SamplingDiagnostics tracingSamplingDiagnostics(ObjectProvider<SdkTracerProvider> provider,
				InboundContexts inbound, TraceLimit limit) {
			return new SamplingDiagnostics(provider, inbound, limit);
		}

	}

}
