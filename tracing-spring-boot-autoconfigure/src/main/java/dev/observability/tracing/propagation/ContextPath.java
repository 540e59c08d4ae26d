// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Finds what stands before the paths of an application, which users leave out where they
 * write a path. Start of the application, main thread.
 */
final class ContextPath {

	private static final String[] KEYS = { "server.servlet.context-path", "spring.webflux.base-path" };

	private ContextPath() {
	}

	static String of(Environment environment) {
		for (String key : KEYS) {
			String path = trim(environment.getProperty(key));
			if (!path.isEmpty()) {
				return path;
			}
		}
		return "";
	}

	private static String trim(@Nullable String path) {
		if (path == null || path.isBlank() || path.equals("/")) {
			return "";
		}
		String slashed = path.startsWith("/") ? path : "/" + path;
		return slashed.endsWith("/") ? slashed.substring(0, slashed.length() - 1) : slashed;
	}

}
