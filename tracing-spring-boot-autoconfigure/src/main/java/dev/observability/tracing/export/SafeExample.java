// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import dev.observability.tracing.redaction.Redactor;

/**
 * Makes a text of the application short and harmless enough for a warning. Any thread.
 */
final class SafeExample {

	private static final int MAX_LENGTH = 64;

	private SafeExample() {
	}

	static String of(String text) {
		String masked = Redactor.standard().text(Redactor.standard().cut(text, MAX_LENGTH));
		StringBuilder safe = new StringBuilder(masked.length());
		// A line break would begin a line of the log that the application never wrote
		masked.codePoints()
			.map((character) -> (Character.isISOControl(character) || character == '\u2028' || character == '\u2029')
					? '?' : character)
			.forEach(safe::appendCodePoint);
		return safe.toString();
	}

}
