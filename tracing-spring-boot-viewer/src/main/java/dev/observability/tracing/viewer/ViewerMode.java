// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What the viewer does in an application. Start of the application, main thread.
 */
enum ViewerMode {

	/** Nothing: no bean, no path, no capture. */
	OFF,

	/** Shows the page. */
	PAGE,

	/** Sends to the page of another service. */
	FORWARD;

	private static final String ENABLED = ViewerProperties.PREFIX + ".enabled";

	private static final String FORWARD_TO = ViewerProperties.PREFIX + ".forward-to";

	private static final Set<String> DEVELOPMENT = Set.of("dev", "local");

	private static final String PRODUCTION = "prod";

	/**
	 * Decides by the environment. DevTools sets the switch, as the file
	 * {@code META-INF/spring-devtools.properties} tells it.
	 * @param environment the environment
	 * @return what to do
	 */
	static ViewerMode of(Environment environment) {
		Boolean enabled = enabled(environment);
		if (enabled != null && !enabled) {
			return OFF;
		}
		if (StringUtils.hasText(environment.getProperty(FORWARD_TO))) {
			return (enabled != null || !isProduction(environment)) ? FORWARD : OFF;
		}
		boolean development = Arrays.stream(environment.getActiveProfiles())
			.anyMatch((profile) -> DEVELOPMENT.contains(profile.toLowerCase(Locale.ROOT)));
		return (enabled != null || development) ? PAGE : OFF;
	}

	private static @Nullable Boolean enabled(Environment environment) {
		try {
			return environment.getProperty(ENABLED, Boolean.class);
		}
		catch (ConversionException ex) {
			throw new InvalidTracingPropertyException(ENABLED, environment.getProperty(ENABLED), "true or false",
					"Set %s to true or false".formatted(ENABLED));
		}
	}

	static boolean isProduction(Environment environment) {
		return Arrays.stream(environment.getActiveProfiles())
			.anyMatch((profile) -> profile.toLowerCase(Locale.ROOT).startsWith(PRODUCTION));
	}

}
