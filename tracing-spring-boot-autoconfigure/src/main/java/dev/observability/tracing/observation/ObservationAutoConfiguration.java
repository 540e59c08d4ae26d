// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.InstrumentationScope;
import dev.observability.tracing.ObservabilityTracingProperties;
import dev.observability.tracing.propagation.OutboundHosts;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration that makes spans of observations under the names of OpenTelemetry,
 * in place of Boot's three tracing handlers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class },
		before = MicrometerTracingAutoConfiguration.class)
@ConditionalOnClass({ ObservationRegistry.class, OtelTracer.class, OpenTelemetry.class })
@ConditionalOnTracingFeature(value = "observation", passesContextOn = true)
@EnableConfigurationProperties({ ObservationProperties.class, ObservabilityTracingProperties.class })
public final class ObservationAutoConfiguration {

	/** The handlers, where Boot would make its own. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ OtelTracer.class, OpenTelemetry.class })
	static class HandlerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SpanConventions tracingSpanConventions(ObjectProvider<SpanConvention<?>> conventions,
				ObservabilityTracingProperties tracing) {
			return new SpanConventions(conventions.orderedStream().toList(),
					ObservedTable.rows(tracing.semanticConventions()));
		}

		@Bean
		@ConditionalOnMissingBean
		ObservationSpans tracingObservationSpans(OpenTelemetry openTelemetry, ContextPropagators propagators,
				SpanConventions conventions, ObjectProvider<OutboundHosts> hosts, Tracer tracer,
				ObjectProvider<TracingProperties> tracing) {
			return new ObservationSpans(InstrumentationScope.tracer(openTelemetry, ObservationSpans.SCOPE),
					propagators.getTextMapPropagator(), conventions, hosts.getIfAvailable(OutboundHosts::defaults),
					new KeyValueBaggage(tracer.getBaggageFields(), tagFields(tracing.getIfAvailable())));
		}

		private static List<String> tagFields(@Nullable TracingProperties properties) {
			return (properties != null) ? properties.getBaggage().getTagFields() : List.of();
		}

		@Bean
		@ConditionalOnMissingBean(DefaultTracingObservationHandler.class)
		@Order(MicrometerTracingAutoConfiguration.DEFAULT_TRACING_OBSERVATION_HANDLER_ORDER)
		DefaultHandler tracingDefaultHandler(Tracer tracer, ObservationSpans spans) {
			return new DefaultHandler(tracer, spans);
		}

		@Bean
		@ConditionalOnMissingBean(PropagatingReceiverTracingObservationHandler.class)
		@ConditionalOnBean(Propagator.class)
		@Order(MicrometerTracingAutoConfiguration.RECEIVER_TRACING_OBSERVATION_HANDLER_ORDER)
		ReceiverHandler tracingReceiverHandler(Tracer tracer, Propagator propagator, ObservationSpans spans) {
			return new ReceiverHandler(tracer, propagator, spans);
		}

		@Bean
		@ConditionalOnMissingBean(PropagatingSenderTracingObservationHandler.class)
		@ConditionalOnBean(Propagator.class)
		@Order(MicrometerTracingAutoConfiguration.SENDER_TRACING_OBSERVATION_HANDLER_ORDER)
		SenderHandler tracingSenderHandler(Tracer tracer, Propagator propagator, ObservationSpans spans) {
			return new SenderHandler(tracer, propagator, spans);
		}

	}

	/** Requests that a servlet container receives. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpServletRequest.class,
			org.springframework.http.server.observation.ServerRequestObservationContext.class })
	static class ServletServerConfiguration {

		@Bean
		ForgottenRequests tracingForgottenRequests(ObjectProvider<ObservationSpans> spans) {
			return new ForgottenRequests(spans::getObject);
		}

		@Bean
		SpanConvention<?> tracingServletServerConvention(ObservationProperties properties,
				ObservabilityTracingProperties tracing, ForgottenRequests forgotten) {
			return new ServletServerConvention(properties.server(), tracing.semanticConventions(), forgotten);
		}

	}

	/** Requests that a reactive server receives. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Publisher.class,
			org.springframework.http.server.reactive.observation.ServerRequestObservationContext.class })
	static class ReactiveServerConfiguration {

		@Bean
		SpanConvention<?> tracingReactiveServerConvention(ObservationProperties properties,
				ObservabilityTracingProperties tracing) {
			return new ReactiveServerConvention(properties.server(), tracing.semanticConventions());
		}

	}

	/** Calls by {@code RestClient} and {@code RestTemplate}. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(org.springframework.http.client.observation.ClientRequestObservationContext.class)
	static class RestClientConfiguration {

		@Bean
		SpanConvention<?> tracingRestClientConvention(ObservationProperties properties,
				ObservabilityTracingProperties tracing) {
			return new RestClientConvention(properties.client(), tracing.semanticConventions());
		}

	}

	/** Calls by {@code WebClient}. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(org.springframework.web.reactive.function.client.ClientRequestObservationContext.class)
	static class WebClientConfiguration {

		@Bean
		SpanConvention<?> tracingWebClientConvention(ObservationProperties properties,
				ObservabilityTracingProperties tracing) {
			return new WebClientConvention(properties.client(), tracing.semanticConventions());
		}

	}

}
