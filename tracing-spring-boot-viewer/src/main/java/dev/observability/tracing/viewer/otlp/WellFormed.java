// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

/**
 * Replaces halves of characters, which a Java text may have and UTF-8 cannot. A generator
 * of JSON escapes one, and whoever reads that has a text that cannot be passed on. Any
 * thread.
 */
final class WellFormed {

	private static final char REPLACEMENT = '\uFFFD';

	private WellFormed() {
	}

	static String text(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return replaced(text, i);
			}
		}
		return text;
	}

	private static String replaced(String text, int start) {
		StringBuilder result = new StringBuilder(text.length()).append(text, 0, start);
		int i = start;
		while (i < text.length()) {
			int next = text.codePointAt(i);
			boolean half = next >= Character.MIN_SURROGATE && next <= Character.MAX_SURROGATE;
			result.appendCodePoint(half ? REPLACEMENT : next);
			i += Character.charCount(next);
		}
		return result.toString();
	}

}
