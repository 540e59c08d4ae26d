// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Finds what stands before the paths of an application, which users leave out where they
 * write a path. Start of the application, main thread.
 *
 * @since 0.1.0
 */
public final class ContextPath {

	private ContextPath() {
	}

	/**
	 * Returns what comes before all paths of the application.
	 * @param environment of the application
	 * @return empty, or with a slash at its begin and none at its end
	 */
	public static String of(Environment environment) {
		return first(environment, "server.servlet.context-path", "spring.webflux.base-path");
	}

	/**
	 * Returns the first path that is set.
	 * @param environment of the application
	 * @param keys properties that hold a path
	 * @return empty, or with a slash at its begin and none at its end
	 */
	public static String first(Environment environment, String... keys) {
		for (String key : keys) {
			String path = trim(environment.getProperty(key));
			if (!path.isEmpty()) {
				return path;
			}
		}
		return "";
	}

	/**
	 * Brings a path into its form.
	 * @param path as it was written, or {@code null}
	 * @return empty, or with a slash at its begin and none at its end
	 */
	public static String trim(@Nullable String path) {
		if (path == null || path.isBlank() || path.equals("/")) {
			return "";
		}
		String slashed = path.startsWith("/") ? path : "/" + path;
		return slashed.endsWith("/") ? slashed.substring(0, slashed.length() - 1) : slashed;
	}

}
