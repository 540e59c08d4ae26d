// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.ObservabilityTracingProperties;
import dev.observability.tracing.OtlpBackendsProperties;
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
 * that does not exist, a header whose name Boot's binder would change, credentials in
 * clear text, a key that means nothing. Start of the application, main thread, before the
 * first exporter.
 */
final class PropertiesCheck {

	/** Of the first endpoint, or of a further one by its name. */
	private static final Pattern HEADER = Pattern
		.compile("(?i)(observability\\.tracing\\.(?:export\\.otlp(?:\\.[^.\\[]+|\\[[^]]+])\\.)?headers\\.)(.+)");

	private static final Pattern HEADER_VARIABLE = Pattern
		.compile("OBSERVABILITY_TRACING_(?:EXPORT_OTLP_[A-Z0-9]+_)?HEADERS_(.*)");

	private static final String FIRST_HEADERS = "OBSERVABILITY_TRACING_HEADERS_";

	/** What the binder keeps of a map's key outside brackets. */
	private static final Pattern KEPT = Pattern.compile("[A-Za-z0-9.-]+");

	/**
	 * Checks.
	 * @param environment the environment with all its sources
	 * @param properties our properties, already valid each by itself
	 * @param backends further back ends, already valid each by itself
	 * @param sslBundles the known bundles
	 * @throws InvalidTracingPropertyException where something is wrong
	 */
	PropertiesCheck(ConfigurableEnvironment environment, ObservabilityTracingProperties properties,
			OtlpBackendsProperties backends, ObjectProvider<SslBundles> sslBundles) {
		PropertyLookup lookup = new PropertyLookup(environment);
		checkFormerKeys(lookup);
		environment.getPropertySources().forEach(BackendKeysCheck::check);
		environment.getPropertySources().forEach(PropertiesCheck::checkHeaderNames);
		checkSslBundle(OtlpMapping.PREFIX, properties.sslBundle(), sslBundles);
		backends.active()
			.forEach((name, backend) -> checkSslBundle(OtlpBackendsProperties.prefix(name), backend.sslBundle(),
					sslBundles));
		new CredentialsCheck(lookup).check(properties.insecure(), backends);
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
			if (!matcher.matches() || KEPT.matcher(matcher.group(2)).matches()) {
				continue;
			}
			String name = matcher.group(2);
			String printable = matcher.group(1).toLowerCase(Locale.ROOT) + name.replaceAll("[^\\x20-\\x7E]", "?");
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
			Matcher matcher = HEADER_VARIABLE.matcher(name.toUpperCase(Locale.ROOT));
			if (matcher.matches() && matcher.group(1).indexOf('_') >= 0) {
				boolean first = name.length() - matcher.group(1).length() == FIRST_HEADERS.length();
				throw new InvalidTracingPropertyException(name, null,
						"a header of one word, because an underscore in a variable stands for a dot",
						first ? "Write it as OTEL_EXPORTER_OTLP_HEADERS=name=value,other-name=value"
								: "Write the header into a file, with its value as ${A_VARIABLE_OF_YOURS}");
			}
		}
	}

	private static void checkSslBundle(String prefix, @Nullable String name, ObjectProvider<SslBundles> sslBundles) {
		if (!StringUtils.hasText(name)) {
			return;
		}
		SslBundles bundles = sslBundles.getIfAvailable();
		List<String> known = (bundles != null) ? bundles.getBundleNames() : List.of();
		if (!known.contains(name.trim())) {
			throw new InvalidTracingPropertyException(prefix + "ssl-bundle", name,
					known.isEmpty() ? "the name of an SSL bundle, and there is none"
							: "the name of an SSL bundle, one of " + known,
					"Name a bundle that exists, or define it under spring.ssl.bundle.pem.%s or spring.ssl.bundle.jks.%s"
						.formatted(name, name));
		}
	}

}
