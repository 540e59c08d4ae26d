// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Kinds of characters that tell where values begin and end. Any thread.
 */
final class TextSigns {

	private TextSigns() {
	}

	static boolean isDigit(char next) {
		return next >= '0' && next <= '9';
	}

	static boolean isLetter(char next) {
		int lower = next | 0x20;
		return lower >= 'a' && lower <= 'z';
	}

	static boolean isLetterOrDigit(char next) {
		return isDigit(next) || isLetter(next);
	}

	/**
	 * Whether a value may begin: no letter or digit stands before it, but for that of an
	 * escape sequence.
	 * @param text any text
	 * @param start where it would begin
	 * @return whether it may
	 */
	static boolean isStart(String text, int start) {
		if (start == 0 || !isLetterOrDigit(text.charAt(start - 1))) {
			return true;
		}
		return start > 1 && text.charAt(start - 2) == '\\' && "nrtbf".indexOf(text.charAt(start - 1)) >= 0;
	}

	/**
	 * Whether a text was cut there, so that the rest of a value may be gone.
	 * @param text any text
	 * @param end of what is left of a value
	 * @return whether, perhaps behind a separator, the sign of a cut stands there
	 */
	static boolean isCut(String text, int end) {
		boolean separated = end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '-');
		int sign = separated ? end + 1 : end;
		return sign < text.length() && text.charAt(sign) == Redactor.CUT;
	}

	static boolean isEnd(String text, int end) {
		return end >= text.length() || !isLetterOrDigit(text.charAt(end));
	}

}
