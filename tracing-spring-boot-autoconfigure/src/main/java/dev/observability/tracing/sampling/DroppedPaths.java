// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.observability.tracing.propagation.PathRule;
import org.jspecify.annotations.Nullable;

/**
 * Knows the paths of requests that are not traced. Step 3 of a request, on the request
 * thread; never throws.
 * <p>
 * A path that a server could read as another one, such as {@code /actuator/../orders}, is
 * none of them: nobody hides a request from its trace.
 */
final class DroppedPaths {

	/** What browsers fetch beside a page. */
	private static final Set<String> STATIC_EXTENSIONS = Set.of("css", "js", "mjs", "map", "png", "jpg", "jpeg", "gif",
			"svg", "ico", "webp", "avif", "woff", "woff2", "ttf", "eot", "otf", "webmanifest");

	private static final int MAX_EXTENSION = 11;

	private final List<PathRule> rules;

	private final boolean staticResources;

	/**
	 * Creates the rules.
	 * @param patterns complete paths, or such that end in {@code /**}, or with {@code *}
	 * @param staticResources whether static resources belong to them
	 */
	DroppedPaths(List<String> patterns, boolean staticResources) {
		List<PathRule> rules = new ArrayList<>();
		patterns.forEach((pattern) -> rules.add(PathRule.of(pattern)));
		this.rules = List.copyOf(rules);
		this.staticResources = staticResources;
	}

	boolean contain(@Nullable String method, String path) {
		return (isStatic(method, path) || matches(path)) && PathRule.isUnambiguous(path);
	}

	private boolean isStatic(@Nullable String method, String path) {
		if (!this.staticResources || !("GET".equals(method) || "HEAD".equals(method))) {
			return false;
		}
		int dot = path.lastIndexOf('.');
		int length = path.length() - dot - 1;
		return dot >= 0 && length <= MAX_EXTENSION && STATIC_EXTENSIONS.contains(path.substring(dot + 1));
	}

	private boolean matches(String path) {
		for (PathRule rule : this.rules) {
			if (rule.matches(path)) {
				return true;
			}
		}
		return false;
	}

}
