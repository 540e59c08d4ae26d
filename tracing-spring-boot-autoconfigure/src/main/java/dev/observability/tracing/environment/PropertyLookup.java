// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Reads what is effective in the environment, and who wrote it. Start of the application,
 * main thread. Never throws: a value that cannot be read counts as absent, because the
 * strict binding that follows reports it better.
 *
 * @param environment the environment with all its sources
 */
record PropertyLookup(Environment environment) {

	private static final Bindable<Map<String, String>> STRINGS = Bindable.mapOf(String.class, String.class);

	/** How Boot tells that it converted a variable; it has no type that we could ask. */
	private static final Pattern OTEL_VARIABLE = Pattern.compile("'(OTEL_[A-Z0-9_]+)'");

	/**
	 * Returns the effective value of a property.
	 * @param key canonical name, such as {@code observability.tracing.service-name}
	 * @return the trimmed text, or {@code null} where it is absent or blank
	 */
	@Nullable String value(String key) {
		try {
			String value = this.environment.getProperty(key);
			return StringUtils.hasText(value) ? value.trim() : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Returns the first of some switches that is off.
	 * @param keys canonical names
	 * @return its name, or {@code null} where none is {@code false}
	 */
	@Nullable String firstFalse(String... keys) {
		for (String key : keys) {
			String value = value(key);
			if (value != null && TracingEnvironmentPostProcessor.isFalse(value)) {
				return key;
			}
		}
		return null;
	}

	/**
	 * Returns the effective entries of a property that is a map, merged over all sources.
	 * @param key canonical name of the map
	 * @return the entries; empty where there are none or they cannot be read
	 */
	Map<String, String> map(String key) {
		try {
			return Binder.get(this.environment).bind(key, STRINGS).orElseGet(Map::of);
		}
		catch (RuntimeException ex) {
			return Map.of();
		}
	}

	/**
	 * Returns where the effective value of a property was written.
	 * @param key canonical name
	 * @return its place, or {@code null} where the source does not tell
	 */
	@Nullable Origin origin(String key) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return unwrap(property.getOrigin());
			}
		}
		return null;
	}

	private static @Nullable Origin unwrap(@Nullable Origin origin) {
		Origin inner = (origin instanceof PropertySourceOrigin source) ? source.getOrigin() : null;
		return (inner != null) ? inner : origin;
	}

	/**
	 * Returns the environment variable that gives a property its effective value.
	 * @param key canonical name
	 * @return its name, or {@code null} where the value comes from elsewhere
	 */
	@Nullable String variable(String key) {
		Origin origin = origin(key);
		if (origin instanceof PropertySourceOrigin source
				&& source.getPropertySource() instanceof SystemEnvironmentPropertySource) {
			return source.getPropertyName();
		}
		return (origin instanceof SystemEnvironmentOrigin variable) ? variable.getProperty() : null;
	}

	/**
	 * Returns the name under which the user wrote a value.
	 * @param key canonical name
	 * @return the {@code OTEL_*} variable or key of ours that was mapped onto it, else
	 * the key itself
	 */
	String writtenAs(String key) {
		Origin origin = origin(key);
		if (origin instanceof MappedOrigin mapped) {
			return mapped.name();
		}
		if (origin != null) {
			Matcher matcher = OTEL_VARIABLE.matcher(origin.toString());
			if (matcher.find()) {
				return matcher.group(1);
			}
		}
		return key;
	}

	/**
	 * Returns the name under which the user wrote a value, and the place.
	 * @param key canonical name
	 * @return for example {@code observability.tracing.endpoint from application.yaml:3}
	 */
	String describe(String key) {
		Origin origin = origin(key);
		if (origin instanceof MappedOrigin) {
			return origin.toString();
		}
		String name = writtenAs(key);
		return (origin != null && name.equals(key)) ? key + " from " + MappedOrigin.place(origin) : name;
	}

}
