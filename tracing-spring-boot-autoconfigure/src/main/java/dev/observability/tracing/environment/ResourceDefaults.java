// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.StringUtils;

/**
 * Says who sends the spans, where nobody else did: neither
 * {@code management.opentelemetry.resource-attributes} nor
 * {@code OTEL_RESOURCE_ATTRIBUTES} nor {@code OTEL_SERVICE_NAME}. Start of the
 * application, main thread. Never throws.
 */
final class ResourceDefaults {

	private static final String ENVIRONMENT = "deployment.environment.name";

	private static final String FORMER_ENVIRONMENT = "deployment.environment";

	static final String ATTRIBUTES = "management.opentelemetry.resource-attributes";

	/** One value for the process: a context that restarts is the same instance. */
	private static final String INSTANCE_ID = UUID.randomUUID().toString();

	/** Profiles that name a deployment environment, the more careful one first. */
	private static final List<String> ENVIRONMENTS = List.of("production", "prod", "staging", "stage", "test",
			"development", "dev", "local");

	private static final String BUILD_INFO = "classpath:META-INF/build-info.properties";

	private final PropertyLookup lookup;

	private final PublishedProperties published;

	private final Map<String, String> variables;

	/** What the user said, by attribute; the name says where. */
	private final Map<String, Said> users = new HashMap<>();

	ResourceDefaults(PropertyLookup lookup, PublishedProperties published, Map<String, String> variables) {
		this.lookup = lookup;
		this.published = published;
		this.variables = variables;
		for (String attribute : StringUtils.tokenizeToStringArray(variables.get("OTEL_RESOURCE_ATTRIBUTES"), ",")) {
			int index = attribute.indexOf('=');
			if (index > 0) {
				say(attribute.substring(0, index).trim(), attribute.substring(index + 1).trim(),
						"OTEL_RESOURCE_ATTRIBUTES");
			}
		}
		String serviceName = variables.get("OTEL_SERVICE_NAME");
		if (serviceName != null) {
			this.users.put("service.name", new Said(serviceName, "OTEL_SERVICE_NAME"));
		}
		lookup.map(ATTRIBUTES).forEach((name, value) -> this.users.put(name, new Said(value, key(name))));
	}

	private void say(String name, String encoded, String where) {
		try {
			this.users.put(name, new Said(StringUtils.uriDecode(encoded, StandardCharsets.UTF_8), where));
		}
		catch (IllegalArgumentException ex) {
			// Boot decodes it again and stops the start with the reason
			this.users.put(name, new Said(encoded, where));
		}
	}

	private static String key(String attribute) {
		return ATTRIBUTES + "[" + attribute + "]";
	}

	/**
	 * Publishes.
	 * @param resources where the build's information is read
	 * @param activeProfiles the application's
	 * @param both whether older names are written beside today's
	 */
	void apply(ResourceLoader resources, String[] activeProfiles, boolean both) {
		Properties build = readBuildInfo(resources);
		boolean named = this.lookup.value("spring.application.name") != null;
		String buildName = text(build.getProperty("build.name"));
		String artifact = text(build.getProperty("build.artifact"));
		put("service.name", "service-name", named ? null : (buildName != null) ? buildName : artifact, "build-info");
		String version = this.lookup.value("spring.application.version");
		if (version != null) {
			put("service.version", "service-version", version, "spring.application.version");
		}
		else {
			put("service.version", "service-version", text(build.getProperty("build.version")), "build-info");
		}
		put("service.namespace", "service-namespace", null, "spring.application.group");
		String host = text(this.variables.get("HOSTNAME"));
		put("service.instance.id", null, (host != null) ? host : INSTANCE_ID, (host != null) ? "HOSTNAME" : "default");
		Said deprecated = this.users.get(FORMER_ENVIRONMENT);
		put(ENVIRONMENT, "environment", (deprecated != null) ? deprecated.value() : environment(activeProfiles),
				(deprecated != null) ? deprecated.where() : "active profile");
		if (both) {
			put(FORMER_ENVIRONMENT, null, effective(ENVIRONMENT), ConventionsOptIn.KEY);
		}
	}

	private @Nullable String effective(String attribute) {
		Said users = this.users.get(attribute);
		OriginTrackedValue ours = this.published.values().get(key(attribute));
		return (users != null) ? users.value() : (ours != null) ? String.valueOf(ours.getValue()) : null;
	}

	private void put(String attribute, @Nullable String property, @Nullable String value, String rule) {
		String key = OtlpMapping.PREFIX + property;
		String ours = (property != null) ? this.lookup.value(key) : null;
		Said users = this.users.get(attribute);
		if (users != null) {
			if (ours != null && !ours.equals(users.value())) {
				this.published.warn(key, users.where());
			}
		}
		else if (ours != null) {
			this.published.publish(key(attribute), ours, key);
		}
		else if (value != null) {
			this.published.publishDefault(key(attribute), value, rule);
		}
	}

	private static @Nullable String environment(String[] activeProfiles) {
		List<String> profiles = List.of(activeProfiles);
		for (String known : ENVIRONMENTS) {
			if (profiles.contains(known)) {
				return known;
			}
		}
		return profiles.isEmpty() ? null : profiles.get(0);
	}

	private Properties readBuildInfo(ResourceLoader resources) {
		String location = this.lookup.value("spring.info.build.location");
		Resource resource = resources.getResource((location != null) ? location : BUILD_INFO);
		try {
			return resource.exists() ? PropertiesLoaderUtils.loadProperties(resource) : new Properties();
		}
		catch (IOException | IllegalArgumentException ex) {
			return new Properties();
		}
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value.trim() : null;
	}

	/**
	 * What the user said about an attribute.
	 *
	 * @param value its value
	 * @param where the variable or key that holds it
	 */
	private record Said(String value, String where) {

	}

}
