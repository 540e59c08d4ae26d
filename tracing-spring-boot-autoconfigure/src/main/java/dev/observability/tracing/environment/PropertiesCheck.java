// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.ObservabilityTracingProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Refuses what the properties alone cannot know to be wrong: the name of an SSL bundle
 * that does not exist, a header whose name Boot's binder would change, a key that means
 * nothing. Start of the application, main thread, before the first exporter.
 */
final class PropertiesCheck {

	private static final Pattern HEADER = Pattern.compile("(?i)observability\\.tracing\\.headers\\.(.+)");

	private static final String HEADER_VARIABLE = "OBSERVABILITY_TRACING_HEADERS_";

	/** What the binder keeps of a map's key outside brackets. */
	private static final Pattern KEPT = Pattern.compile("[A-Za-z0-9.-]+");

	/**
	 * Checks.
	 * @param environment the environment with all its sources
	 * @param properties our properties, already valid each by itself
	 * @param sslBundles the known bundles
	 * @throws InvalidTracingPropertyException where something is wrong
	 */
	PropertiesCheck(ConfigurableEnvironment environment, ObservabilityTracingProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		checkFormerKeys(new PropertyLookup(environment));
		environment.getPropertySources().forEach(PropertiesCheck::checkHeaderNames);
		checkSslBundle(properties.sslBundle(), sslBundles);
	}

	private static void checkFormerKeys(PropertyLookup lookup) {
		for (FormerKey key : FormerKey.values()) {
			String value = (key.fate() == FormerKey.Fate.REFUSED) ? lookup.value(key.former()) : null;
			if (value != null && lookup.variable(key.former()) == null) {
				throw new InvalidTracingPropertyException(key.former(), value, "absent, because nothing reads it",
						"Set %s instead".formatted(key.today()));
			}
		}
	}

	// The binder takes characters out of a key that stands outside brackets, so that
	// "X Foo" would silently be sent as "XFoo"
	private static void checkHeaderNames(PropertySource<?> source) {
		if (!(source instanceof EnumerablePropertySource<?> enumerable)) {
			return;
		}
		if (source instanceof SystemEnvironmentPropertySource) {
			checkHeaderVariables(enumerable.getPropertyNames());
			return;
		}
		for (String key : enumerable.getPropertyNames()) {
			Matcher matcher = HEADER.matcher(key);
			if (!matcher.matches() || KEPT.matcher(matcher.group(1)).matches()) {
				continue;
			}
			String name = matcher.group(1);
			String printable = "observability.tracing.headers." + name.replaceAll("[^\\x20-\\x7E]", "?");
			if (ObservabilityTracingProperties.isHeaderName(name)) {
				throw new InvalidTracingPropertyException(printable, null,
						"in brackets, because Boot takes the other characters than letters, digits, dots and "
								+ "hyphens out of a name without them",
						"Write the name as \"[%s]\"".formatted(name));
			}
			throw new InvalidTracingPropertyException(printable, null,
					"named with letters, digits and the characters !#$%&'*+-.^_`|~ only (RFC 9110, section 5.6.2)",
					"Take blanks, colons and other characters out of the header's name");
		}
	}

	// The binder reads an underscore in a variable as a dot: HEADERS_X_KEY is sent as
	// "x.key"
	private static void checkHeaderVariables(String[] names) {
		for (String name : names) {
			if (name.toUpperCase(Locale.ROOT).startsWith(HEADER_VARIABLE)
					&& name.indexOf('_', HEADER_VARIABLE.length()) >= 0) {
				throw new InvalidTracingPropertyException(name, null,
						"a header of one word, because an underscore in a variable stands for a dot",
						"Write it as OTEL_EXPORTER_OTLP_HEADERS=name=value,other-name=value");
			}
		}
	}

	private static void checkSslBundle(@Nullable String name, ObjectProvider<SslBundles> sslBundles) {
		if (!StringUtils.hasText(name)) {
			return;
		}
		SslBundles bundles = sslBundles.getIfAvailable();
		List<String> known = (bundles != null) ? bundles.getBundleNames() : List.of();
		if (!known.contains(name.trim())) {
			throw new InvalidTracingPropertyException(OtlpMapping.PREFIX + "ssl-bundle", name,
					known.isEmpty() ? "the name of an SSL bundle, and there is none"
							: "the name of an SSL bundle, one of " + known,
					"Name a bundle that exists, or define it under spring.ssl.bundle.pem.%s or spring.ssl.bundle.jks.%s"
						.formatted(name, name));
		}
	}

}
