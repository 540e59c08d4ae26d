// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import org.jspecify.annotations.Nullable;

import org.springframework.util.AntPathMatcher;

/**
 * A pattern of paths as users write it, cut into what can be compared at once and the
 * rest. Steps 2 and 3 of a request, on the request thread; never throws.
 *
 * @since 0.1.0
 */
public final class PathRule {

	private static final AntPathMatcher MATCHER = new AntPathMatcher();

	private static final String BELOW = "/**";

	/** The pattern up to its first wildcard. */
	private final String literal;

	/** Whether all below the literal is meant, and itself. */
	private final boolean below;

	/** The pattern where there is more to it. */
	private final @Nullable String pattern;

	private PathRule(String literal, boolean below, @Nullable String pattern) {
		this.literal = literal;
		this.below = below;
		this.pattern = pattern;
	}

	/**
	 * Whether a text is a pattern that can match.
	 * @param pattern any text
	 * @return whether it begins with a slash and has no sign of another language of
	 * patterns
	 */
	public static boolean isValid(String pattern) {
		return pattern.startsWith("/") && pattern.indexOf('?') < 0 && pattern.indexOf('{') < 0;
	}

	/**
	 * Reads a pattern.
	 * @param pattern a complete path, or one that ends in {@code /**} for all below it
	 * and itself, or with {@code *} for one segment or a part of it
	 * @return the rule
	 */
	public static PathRule of(String pattern) {
		boolean below = pattern.endsWith(BELOW);
		String base = below ? pattern.substring(0, pattern.length() - BELOW.length()) : pattern;
		int wildcard = base.indexOf('*');
		return (wildcard >= 0) ? new PathRule(base.substring(0, wildcard), false, pattern)
				: new PathRule(base, below, null);
	}

	/**
	 * Whether a path is meant.
	 * @param path path of a request as it was sent
	 * @return whether it is
	 */
	public boolean matches(String path) {
		if (!path.startsWith(this.literal)) {
			return false;
		}
		if (this.pattern != null) {
			return MATCHER.match(this.pattern, path);
		}
		int end = this.literal.length();
		return path.length() == end || (this.below && path.charAt(end) == '/');
	}

	/**
	 * Whether no server reads a path as another one, as it may
	 * {@code /actuator/../orders}: what a pattern says of such a path is worth nothing.
	 * @param path path of a request as it was sent
	 * @return whether it has one reading
	 */
	public static boolean isUnambiguous(String path) {
		return path.startsWith("/") && path.indexOf(';') < 0 && path.indexOf('%') < 0 && path.indexOf('\\') < 0
				&& !path.contains("//") && !path.contains("/.");
	}

}
