// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Sets the application's {@link ObservationRegistry} on {@link RestClient.Builder},
 * {@link RestClient} and {@link RestTemplate} beans that have none. While beans are
 * created, see {@link ClientObservation}.
 * <p>
 * Of clients and builders only Spring's own classes: what the application implements
 * itself stays as it is. Not ordered, like the post-processor with which Spring Boot
 * equips its registry, so that both work from the same bean on.
 */
final class RestClientPostProcessor implements BeanPostProcessor {

	static final String CLIENT = "org.springframework.web.client.DefaultRestClient";

	static final String BUILDER = "org.springframework.web.client.DefaultRestClientBuilder";

	private final ClientObservation observation;

	RestClientPostProcessor(ClientObservation observation) {
		this.observation = observation;
	}

	/**
	 * Here, so that a proxy, made after initialization, stands around what is observed.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		return observe(bean, beanName);
	}

	// Here, because products of a FactoryBean pass no other way
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return observe(bean, beanName);
	}

	/**
	 * Also for builders that are no beans: those of HTTP service groups.
	 * @param builder the builder to observe
	 * @param name the name of the bean or group, for the log
	 */
	void observeBuilder(RestClient.Builder builder, String name) {
		if (!BUILDER.equals(builder.getClass().getName())) {
			return;
		}
		ObservationRegistry registry = this.observation.registryFor(builder, name);
		if (registry != null) {
			builder.observationRegistry(registry);
		}
	}

	private Object observe(Object bean, String beanName) {
		if (bean instanceof RestClient.Builder builder) {
			observeBuilder(builder, beanName);
		}
		else if (bean instanceof RestTemplate template) {
			observeTemplate(template, beanName);
		}
		else if (bean instanceof RestClient client && CLIENT.equals(bean.getClass().getName())) {
			return observedClient(client, beanName);
		}
		return bean;
	}

	// A client cannot be changed; a copy that differs in nothing else takes its place
	private RestClient observedClient(RestClient client, String beanName) {
		ObservationRegistry registry = this.observation.registryFor(client, beanName);
		return (registry != null) ? client.mutate().observationRegistry(registry).build() : client;
	}

	private void observeTemplate(RestTemplate template, String beanName) {
		// Null in a mock
		@Nullable ObservationRegistry current = template.getObservationRegistry();
		ObservationRegistry registry = this.observation.registryFor(current, beanName);
		if (registry != null) {
			template.setObservationRegistry(registry);
		}
	}

}
