// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import org.springframework.util.ClassUtils;

/**
 * Tells whether the OpenTelemetry Java agent traces this JVM, in which case everything of
 * ours steps back: two tracers would double every span. Start of the application, main
 * thread.
 *
 * @since 0.1.0
 */
public final class JavaAgent {

	/** The class that {@code Premain-Class} of the agent's jar names. */
	private static final String AGENT_CLASS = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private JavaAgent() {
	}

	/**
	 * Whether the agent was attached. The JVM appends an agent's jar to the class path of
	 * the system class loader, so a look there finds it and loads nothing else.
	 * @return whether the agent traces this JVM
	 */
	public static boolean isPresent() {
		return ClassUtils.isPresent(AGENT_CLASS, ClassLoader.getSystemClassLoader());
	}

}
