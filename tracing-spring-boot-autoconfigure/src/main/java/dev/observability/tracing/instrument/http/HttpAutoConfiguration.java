// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import dev.observability.tracing.ConditionalOnTracingFeature;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * Observes the HTTP clients that the application builds itself, so that step 6 of a
 * request leaves with a span and a {@code traceparent} whoever built the client. Start of
 * the application, main thread.
 * <p>
 * Spring Boot's own builders are observed already and are not touched. Stays while
 * tracing is off: the observed client is what passes an incoming {@code traceparent} on.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnTracingFeature(value = "http", passesContextOn = true)
@EnableConfigurationProperties(HttpProperties.class)
public final class HttpAutoConfiguration {

	/**
	 * {@code RestClient} and {@code RestTemplate}, which come in one library.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClient.class)
	static final class RestClientConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RestClientPostProcessor restClientPostProcessor(ObjectProvider<ObservationRegistry> registry) {
			return new RestClientPostProcessor(new ClientObservation(registry));
		}

		// The builders of @ImportHttpServices groups are no beans. Runs last, which is
		// the default, so that what Spring Boot or the application sets is kept.
		@Bean
		@ConditionalOnBean(HttpServiceProxyRegistry.class)
		RestClientHttpServiceGroupConfigurer observedRestClientGroups(RestClientPostProcessor postProcessor) {
			return (groups) -> groups
				.forEachClient((group, builder) -> postProcessor.observeBuilder(builder, group.name()));
		}

	}

	/**
	 * {@code WebClient}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static final class WebClientConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static WebClientPostProcessor webClientPostProcessor(ObjectProvider<ObservationRegistry> registry) {
			return new WebClientPostProcessor(new ClientObservation(registry));
		}

		@Bean
		@ConditionalOnBean(HttpServiceProxyRegistry.class)
		WebClientHttpServiceGroupConfigurer observedWebClientGroups(WebClientPostProcessor postProcessor) {
			return (groups) -> groups
				.forEachClient((group, builder) -> postProcessor.observeBuilder(builder, group.name()));
		}

	}

	/** What tells of clients that nobody could observe. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature("diagnostics")
	static final class DiagnosticsConfiguration {

		@Bean
		HttpDiagnostics tracingHttpDiagnostics(ConfigurableListableBeanFactory beans) {
			return new HttpDiagnostics(beans);
		}

	}

}
