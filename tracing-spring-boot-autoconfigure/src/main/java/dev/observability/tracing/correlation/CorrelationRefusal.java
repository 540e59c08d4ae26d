// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import org.jspecify.annotations.Nullable;

/**
 * Why a value that a caller sent is no correlation id. Step 2 of a request, on any
 * thread; never throws.
 * <p>
 * What passes goes into log lines, headers and span attributes as it is, so nothing
 * passes that means something to any of them: no line break, blank, quote, comma, sign of
 * markup, and nothing beyond ASCII.
 */
enum CorrelationRefusal {

	/** No character. */
	EMPTY("empty"),

	/** More than {@value #MAX_CHARACTERS} characters. */
	TOO_LONG("too_long"),

	/** A character outside of {@code [A-Za-z0-9._:-]}. */
	CHARACTERS("characters");

	/** Twice a UUID with room for a prefix; longer ones are no ids but cargo. */
	static final int MAX_CHARACTERS = 128;

	private static final boolean[] ALLOWED = allowed();

	private final String reason;

	CorrelationRefusal(String reason) {
		this.reason = reason;
	}

	/**
	 * Returns the reason as the label of a meter.
	 * @return one word in lower case
	 */
	String reason() {
		return this.reason;
	}

	/**
	 * Checks one value. Looks at {@value #MAX_CHARACTERS} characters at most.
	 * @param value what a caller sent
	 * @return why it is refused, or {@code null} where it is an id
	 */
	static @Nullable CorrelationRefusal of(String value) {
		int length = value.length();
		if (length == 0) {
			return EMPTY;
		}
		if (length > MAX_CHARACTERS) {
			return TOO_LONG;
		}
		for (int i = 0; i < length; i++) {
			char character = value.charAt(i);
			if (character >= ALLOWED.length || !ALLOWED[character]) {
				return CHARACTERS;
			}
		}
		return null;
	}

	private static boolean[] allowed() {
		boolean[] allowed = new boolean[128];
		String characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";
		for (int i = 0; i < characters.length(); i++) {
			allowed[characters.charAt(i)] = true;
		}
		return allowed;
	}

}
