// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryResourceAttributes;
import org.springframework.core.env.Environment;

/**
 * The service in each line, by the same attributes as in each span. Start of the
 * application, main thread. Never throws.
 *
 * @param name name of the service
 * @param version its version
 * @param namespace its namespace
 * @param environment its deployment environment
 */
record ServiceFields(@Nullable String name, @Nullable String version, @Nullable String namespace,
		@Nullable String environment) {

	static ServiceFields of(Environment environment) {
		Map<String, String> attributes = new HashMap<>();
		try {
			Map<String, String> users = Binder.get(environment)
				.bind("management.opentelemetry.resource-attributes", Bindable.mapOf(String.class, String.class))
				.orElseGet(Map::of);
			new OpenTelemetryResourceAttributes(environment, users).applyTo(attributes::put);
		}
		catch (RuntimeException | LinkageError ex) {
			// Reported when the beans are made; the lines before that have to be written
			attributes.put("service.name", property(environment, "spring.application.name", "unknown_service"));
		}
		String deployment = attributes.get("deployment.environment.name");
		return new ServiceFields(attributes.get("service.name"), attributes.get("service.version"),
				attributes.get("service.namespace"),
				(deployment != null) ? deployment : attributes.get("deployment.environment"));
	}

	// What the application set for Boot's ECS format means the same here
	ServiceFields overriddenBy(Environment environment, String prefix) {
		return new ServiceFields(property(environment, prefix + "name", this.name),
				property(environment, prefix + "version", this.version), this.namespace,
				property(environment, prefix + "environment", this.environment));
	}

	// What cannot be read, such as a placeholder that nobody resolves, counts as absent
	static @Nullable String property(Environment environment, String key, @Nullable String otherwise) {
		try {
			String value = environment.getProperty(key);
			return (value != null) ? value : otherwise;
		}
		catch (RuntimeException ex) {
			return otherwise;
		}
	}

	/**
	 * Returns the members of a line, those that are known.
	 * @return the values by their names
	 */
	Map<String, String> members() {
		Map<String, String> members = new LinkedHashMap<>();
		put(members, "service.name", this.name);
		put(members, "service.version", this.version);
		put(members, "service.environment", this.environment);
		return members;
	}

	/**
	 * Returns the attributes of a resource, those that are known.
	 * @return the values by their names
	 */
	Map<String, String> resource() {
		Map<String, String> members = new LinkedHashMap<>();
		put(members, "service.name", this.name);
		put(members, "service.version", this.version);
		put(members, "service.namespace", this.namespace);
		put(members, "deployment.environment.name", this.environment);
		return members;
	}

	private static void put(Map<String, String> members, String name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			members.put(name, value);
		}
	}

}
