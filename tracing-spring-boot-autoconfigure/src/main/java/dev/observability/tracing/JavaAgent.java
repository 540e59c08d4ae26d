// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

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
		return isPresent(ClassLoader.getSystemClassLoader(), System.getProperty("otel.javaagent.enabled"),
				System.getenv("OTEL_JAVAAGENT_ENABLED"));
	}

	// As the agent reads its switch: the property first, and only "true" means true
	static boolean isPresent(ClassLoader classLoader, @Nullable String property, @Nullable String variable) {
		String value = (property != null) ? property : variable;
		return (value == null || Boolean.parseBoolean(value)) && ClassUtils.isPresent(AGENT_CLASS, classLoader);
	}

}
