// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.propagation.ContextThreads;
import dev.observability.tracing.propagation.OutboundHosts;
import dev.observability.tracing.redaction.Redactor;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.Ordered;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of the correlation id. While tracing is off only the propagator
 * stays, so that an id that came in still goes out.
 * <p>
 * After Spring Boot's, so that the trace is read and written before the id.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = OpenTelemetryTracingAutoConfiguration.class,
		beforeName = { "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration",
				"org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration" })
@ConditionalOnClass({ SdkTracerProvider.class, OtelSpan.class })
@ConditionalOnTracingFeature(value = "correlation", passesContextOn = true)
@EnableConfigurationProperties(CorrelationProperties.class)
public final class CorrelationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CorrelationReader tracingCorrelationReader(CorrelationProperties properties, ObjectProvider<Redactor> redactor) {
		return new CorrelationReader(properties, redactor.getIfAvailable(Redactor::standard));
	}

	// A fallback, so that who injects one propagator still gets Boot's
	@Bean
	@Fallback
	@ConditionalOnMissingBean(name = "tracingCorrelationPropagator")
	@ConditionalOnEnabledTracingExport
	CorrelationPropagator tracingCorrelationPropagator(CorrelationReader reader, CorrelationProperties properties,
			ObjectProvider<OutboundHosts> hosts) {
		return new CorrelationPropagator(reader, properties.header(), hosts.getIfAvailable(OutboundHosts::defaults));
	}

	// Where Spring Boot propagates nothing the id still is the request's
	@Bean
	@Fallback
	@ConditionalOnMissingBean(name = "tracingCorrelationPropagator")
	CorrelationPropagator tracingCorrelationExtraction(CorrelationReader reader, CorrelationProperties properties) {
		return new CorrelationPropagator(reader, properties.header(), null);
	}

	// First, so that other processors see the attribute
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnMissingBean(name = "tracingCorrelationSpanProcessor")
	@ConditionalOnTracingFeature("correlation")
	@ConditionalOnEnabledOpenTelemetry
	CorrelationSpanProcessor tracingCorrelationSpanProcessor() {
		return new CorrelationSpanProcessor();
	}

	@Bean
	@ConditionalOnMissingBean(name = "tracingCorrelationThreads")
	@ConditionalOnTracingFeature("correlation")
	ContextThreads.Registration tracingCorrelationThreads() {
		return new ContextThreads.Registration();
	}

	/** Counts what was replaced. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MeterConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CorrelationMeters tracingCorrelationMeters(CorrelationReader reader) {
			return new CorrelationMeters(reader);
		}

	}

	/** Servlet applications. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	@ConditionalOnTracingFeature("correlation")
	static class ServletConfiguration {

		// Inside Spring's observation, which has HIGHEST_PRECEDENCE + 1
		@Bean
		@ConditionalOnMissingBean(name = "tracingCorrelationFilter")
		FilterRegistrationBean<CorrelationFilter> tracingCorrelationFilter(CorrelationReader reader,
				CorrelationProperties properties) {
			FilterRegistrationBean<CorrelationFilter> registration = new FilterRegistrationBean<>(
					new CorrelationFilter(reader, CorrelationHeaders.of(properties)));
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			return registration;
		}

	}

	/** Reactive applications. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	@ConditionalOnTracingFeature("correlation")
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "tracingCorrelationWebFilter")
		CorrelationWebFilter tracingCorrelationWebFilter(CorrelationReader reader, CorrelationProperties properties) {
			return new CorrelationWebFilter(reader, CorrelationHeaders.of(properties));
		}

	}

	/** Error bodies of Spring MVC. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ WebMvcConfigurer.class, org.springframework.boot.webmvc.error.ErrorAttributes.class })
	@ConditionalOnBooleanProperty("observability.tracing.correlation.problem-detail")
	@ConditionalOnTracingFeature("correlation")
	static class ServletProblemDetailConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ServletProblemDetails tracingServletProblemDetails() {
			return new ServletProblemDetails();
		}

		@Bean
		@ConditionalOnMissingBean(value = org.springframework.boot.webmvc.error.ErrorAttributes.class,
				search = SearchStrategy.CURRENT)
		ServletProblemDetails.TracedErrorAttributes tracingErrorAttributes() {
			return new ServletProblemDetails.TracedErrorAttributes();
		}

	}

	/** Error bodies of WebFlux. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ WebFluxConfigurer.class, org.springframework.boot.webflux.error.ErrorAttributes.class })
	@ConditionalOnBooleanProperty("observability.tracing.correlation.problem-detail")
	@ConditionalOnTracingFeature("correlation")
	static class ReactiveProblemDetailConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ReactiveProblemDetails tracingReactiveProblemDetails(ObjectProvider<HandlerResultHandler> handlers) {
			return new ReactiveProblemDetails(handlers, ReactiveAdapterRegistry.getSharedInstance());
		}

		@Bean
		@ConditionalOnMissingBean(value = org.springframework.boot.webflux.error.ErrorAttributes.class,
				search = SearchStrategy.CURRENT)
		ReactiveProblemDetails.TracedErrorAttributes tracingErrorAttributes() {
			return new ReactiveProblemDetails.TracedErrorAttributes();
		}

	}

}
