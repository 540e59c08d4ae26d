// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Decides to which registry a client that the application built is to report. While beans
 * are created, mostly at the start of the application on the main thread; a prototype
 * builder on any thread.
 */
final class ClientObservation {

	private static final Log logger = LogFactory.getLog(ClientObservation.class);

	/** Of Spring's clients and builders, which can set their registry but not tell it. */
	private static final String FIELD = "observationRegistry";

	private static final Set<String> CLIENTS = Set.of(RestClientPostProcessor.CLIENT, RestClientPostProcessor.BUILDER,
			WebClientPostProcessor.CLIENT, WebClientPostProcessor.BUILDER);

	private static final String TEMPLATE = "org.springframework.web.client.RestTemplate";

	private final ObjectProvider<ObservationRegistry> registry;

	/** Names of the beans left alone, each logged once; at most the clients there are. */
	private final Set<String> leftAlone = ConcurrentHashMap.newKeySet();

	ClientObservation(ObjectProvider<ObservationRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * The registry to set on one of Spring's own clients or builders, or {@code null}
	 * where it already has one (from Spring Boot or the application), so that no call is
	 * observed twice and the application's choice stands.
	 * @param client a client or builder with a field for its registry
	 * @param beanName the name of the bean, for the log
	 * @return the registry to set, or {@code null} to leave the client as it is
	 */
	@Nullable ObservationRegistry registryFor(Object client, String beanName) {
		DirectFieldAccessor fields = new DirectFieldAccessor(client);
		// Not readable in a Spring to come or in a native image: better observed than not
		if (!fields.isReadableProperty(FIELD)) {
			return applicationRegistry(beanName);
		}
		return registryFor((ObservationRegistry) fields.getPropertyValue(FIELD), beanName);
	}

	/**
	 * As above, for a client that tells its registry.
	 * @param current the registry of the client
	 * @param beanName the name of the bean, for the log
	 * @return the registry to set, or {@code null} to leave the client as it is
	 */
	@Nullable ObservationRegistry registryFor(@Nullable ObservationRegistry current, String beanName) {
		return (current == ObservationRegistry.NOOP) ? applicationRegistry(beanName) : null;
	}

	/**
	 * Whether an object is one of Spring's clients or builders and has no registry.
	 * @param object any object
	 * @return whether calls by it make no span
	 */
	static boolean isUnobserved(Object object) {
		if (!CLIENTS.contains(object.getClass().getName()) && !isTemplate(object.getClass())) {
			return false;
		}
		DirectFieldAccessor fields = new DirectFieldAccessor(object);
		if (!fields.isReadableProperty(FIELD)) {
			return false;
		}
		Object registry = fields.getPropertyValue(FIELD);
		return registry == null || registry == ObservationRegistry.NOOP;
	}

	// By its name: the library may not be there
	private static boolean isTemplate(Class<?> type) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			if (each.getName().equals(TEMPLATE)) {
				return true;
			}
		}
		return false;
	}

	// A client that the registry itself needs, such as that of a hand-written
	// SpanExporter,
	// shows as a bean that is just being created. It stays as it is: observed, each
	// export
	// would make the next span to export.
	private @Nullable ObservationRegistry applicationRegistry(String beanName) {
		try {
			return this.registry.getIfUnique();
		}
		catch (BeansException ex) {
			if (!ex.contains(BeanCurrentlyInCreationException.class)) {
				throw ex;
			}
			if (this.leftAlone.add(beanName)) {
				logger.info("HTTP client bean '" + beanName + "' is not traced, because the tracer itself needs it");
			}
			return null;
		}
	}

}
