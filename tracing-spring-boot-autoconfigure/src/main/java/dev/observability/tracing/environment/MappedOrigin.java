// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;

/**
 * Where a value that we publish came from, so that reports and the start-up line name
 * what the user wrote. Start of the application, main thread.
 *
 * @param name key, environment variable or rule, such as
 * {@code observability.tracing.endpoint} or {@code port 4317}
 * @param parent where the user wrote it, or {@code null} where nobody did
 */
record MappedOrigin(String name, @Nullable Origin parent) implements Origin {

	@Override
	public @Nullable Origin getParent() {
		return this.parent;
	}

	@Override
	public String toString() {
		return (this.parent != null) ? this.name + " from " + place(this.parent) : this.name;
	}

	/**
	 * Names a place in the words of users.
	 * @param origin any origin
	 * @return for example {@code environment variable HOSTNAME} or
	 * {@code class path resource [application.yaml] - 3:15}
	 */
	static String place(Origin origin) {
		if (origin instanceof SystemEnvironmentOrigin variable) {
			return "environment variable " + variable.getProperty();
		}
		if (origin instanceof PropertySourceOrigin source) {
			return source.getPropertySource().getName();
		}
		return origin.toString();
	}

}
