// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sets the application's {@link ObservationRegistry} on {@link WebClient.Builder} and
 * {@link WebClient} beans that have none. While beans are created; rules and reasons are
 * those of {@link RestClientPostProcessor}.
 */
final class WebClientPostProcessor implements BeanPostProcessor {

	static final String CLIENT = "org.springframework.web.reactive.function.client.DefaultWebClient";

	static final String BUILDER = "org.springframework.web.reactive.function.client.DefaultWebClientBuilder";

	private final ClientObservation observation;

	WebClientPostProcessor(ClientObservation observation) {
		this.observation = observation;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		return observe(bean, beanName);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return observe(bean, beanName);
	}

	/**
	 * Also for builders that are no beans: those of HTTP service groups.
	 * @param builder the builder to observe
	 * @param name the name of the bean or group, for the log
	 */
	void observeBuilder(WebClient.Builder builder, String name) {
		if (!BUILDER.equals(builder.getClass().getName())) {
			return;
		}
		ObservationRegistry registry = this.observation.registryFor(builder, name);
		if (registry != null) {
			builder.observationRegistry(registry);
		}
	}

	private Object observe(Object bean, String beanName) {
		if (bean instanceof WebClient.Builder builder) {
			observeBuilder(builder, beanName);
		}
		else if (bean instanceof WebClient client && CLIENT.equals(bean.getClass().getName())) {
			return observedClient(client, beanName);
		}
		return bean;
	}

	private WebClient observedClient(WebClient client, String beanName) {
		ObservationRegistry registry = this.observation.registryFor(client, beanName);
		return (registry != null) ? client.mutate().observationRegistry(registry).build() : client;
	}

}
