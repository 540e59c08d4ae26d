// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses keys of further back ends that nothing reads. Start of the application, main
 * thread. The binder leaves a back end out of which it knows no key, so that a mistake in
 * the only one, or a variable with a name of two words, would send nothing and say
 * nothing.
 */
final class BackendKeysCheck {

	private static final Pattern KEY = Pattern
		.compile("(?i)observability\\.tracing\\.export\\.otlp(?:\\.[^.\\[]+|\\[[^]]+])\\.([^.\\[]+).*");

	private static final Pattern VARIABLE = Pattern.compile("OBSERVABILITY_TRACING_EXPORT_OTLP_(.*)");

	private static final Pattern NAME_AND_KEY = Pattern
		.compile("[A-Z0-9]+_(ENABLED|ENDPOINT|PROTOCOL|INSECURE|HEADERS_.+|COMPRESSION|TIMEOUT|SSL_?BUNDLE)");

	private static final Set<String> KNOWN = Set.of("enabled", "endpoint", "protocol", "insecure", "headers",
			"compression", "timeout", "sslbundle");

	private static final String KEYS = "endpoint, protocol, insecure, headers, compression, timeout, ssl-bundle "
			+ "or enabled";

	private BackendKeysCheck() {
	}

	static void check(PropertySource<?> source) {
		if (!(source instanceof EnumerablePropertySource<?> enumerable)) {
			return;
		}
		boolean variables = source instanceof SystemEnvironmentPropertySource;
		for (String name : enumerable.getPropertyNames()) {
			if (variables) {
				checkVariable(name);
			}
			else {
				checkKey(name);
			}
		}
	}

	private static void checkKey(String key) {
		Matcher matcher = KEY.matcher(key);
		if (matcher.matches() && !KNOWN.contains(matcher.group(1).toLowerCase(Locale.ROOT).replaceAll("[-_]", ""))) {
			throw new InvalidTracingPropertyException(key, null, "a key of a back end: " + KEYS,
					"Write one of these; a name with dots stands in brackets, as in otlp[a.b].endpoint");
		}
	}

	private static void checkVariable(String name) {
		Matcher matcher = VARIABLE.matcher(name.toUpperCase(Locale.ROOT));
		if (matcher.matches() && !NAME_AND_KEY.matcher(matcher.group(1)).matches()) {
			throw new InvalidTracingPropertyException(name, null,
					"a back end's name of one word and its key, because an underscore stands for a dot; keys are "
							+ KEYS,
					"Write the back end into a file, or give it a name without underscores");
		}
	}

}
