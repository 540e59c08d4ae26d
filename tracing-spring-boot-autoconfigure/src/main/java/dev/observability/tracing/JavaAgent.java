// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Tells whether the OpenTelemetry Java agent traces this JVM, in which case everything of
 * ours steps back: two tracers would double every span. Start of the application, main
 * thread.
 *
 * @since 0.1.0
 */
public final class JavaAgent {

	/**
	 * The class that {@code Premain-Class} of the agent's jar names; the distributions of
	 * vendors contain it too.
	 */
	private static final String AGENT_CLASS = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private JavaAgent() {
	}

	/**
	 * Whether the agent was attached and not switched off by its own
	 * {@code otel.javaagent.enabled} or {@code OTEL_JAVAAGENT_ENABLED}. The JVM appends
	 * an agent's jar to the class path of the system class loader, so a look there finds
	 * it. Never throws.
	 * @return whether the agent traces this JVM
	 */
	public static boolean isPresent() {
		return isPresent(ClassLoader.getSystemClassLoader(), System::getProperty, System::getenv);
	}

	static boolean isPresent(ClassLoader classLoader, UnaryOperator<@Nullable String> systemProperties,
			UnaryOperator<@Nullable String> environmentVariables) {
		return ClassUtils.isPresent(AGENT_CLASS, classLoader) && isSwitchedOn(systemProperties, environmentVariables);
	}

	// As the agent reads it: the property first, and only "true" means true
	private static boolean isSwitchedOn(UnaryOperator<@Nullable String> systemProperties,
			UnaryOperator<@Nullable String> environmentVariables) {
		String property = systemProperties.apply("otel.javaagent.enabled");
		String value = (property != null) ? property : environmentVariables.apply("OTEL_JAVAAGENT_ENABLED");
		return value == null || Boolean.parseBoolean(value);
	}

}
