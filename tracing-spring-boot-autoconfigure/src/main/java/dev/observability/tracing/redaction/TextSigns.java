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

	static boolean isHex(char next) {
		int lower = next | 0x20;
		return isDigit(next) || (lower >= 'a' && lower <= 'f');
	}

	/**
	 * Whether a value may begin: no letter or digit stands before it, but for that of an
	 * escape sequence, as in {@code \n}, {@code %3D} or {@code \u005cu003d}.
	 * @param text any text
	 * @param start where it would begin
	 * @return whether it may
	 */
	static boolean isStart(String text, int start) {
		if (start == 0 || !isLetterOrDigit(text.charAt(start - 1))) {
			return true;
		}
		return isBehindEscape(text, start)
				|| (start > 1 && text.charAt(start - 2) == '\\' && "nrtbf".indexOf(text.charAt(start - 1)) >= 0);
	}

	/**
	 * Whether the digits of an escape sequence end there. What is encoded twice, as
	 * {@code %253D}, counts.
	 * @param text any text
	 * @param position behind them
	 * @return whether a sign that is encoded for a URL or in JSON stands before it
	 */
	static boolean isBehindEscape(String text, int position) {
		int percent = position - 2;
		if (percent <= 0 || !isHex(text.charAt(position - 1)) || !isHex(text.charAt(percent))) {
			return false;
		}
		return text.charAt(percent - 1) == '%' || text.startsWith("%25", percent - 3)
				|| (text.startsWith("\\u", position - 6) && isHex(text.charAt(position - 3))
						&& isHex(text.charAt(position - 4)));
	}

	/**
	 * How many digits belong to an escape sequence that began before them.
	 * @param text any text
	 * @param start the first of a run of digits
	 * @return 0 where none did
	 */
	static int escaped(String text, int start) {
		if (start > 0 && text.charAt(start - 1) == '%') {
			return text.startsWith("25", start) ? 4 : 2;
		}
		return (start > 1 && text.charAt(start - 1) == 'u' && text.charAt(start - 2) == '\\') ? 4 : 0;
	}

	/**
	 * What parts groups of digits: a blank, a dash, or a blank that is encoded for a URL
	 * or a form.
	 * @param text any text
	 * @param position behind a group
	 * @return its length, 0 where none stands there
	 */
	static int separator(String text, int position) {
		return switch (text.charAt(position)) {
			case ' ', '-', '+', '\u00a0' -> 1;
			case '%' -> text.startsWith("%20", position) ? 3 : 0;
			default -> 0;
		};
	}

	/**
	 * Whether a text was cut there, so that the rest of a value may be gone.
	 * @param text any text
	 * @param end of what is left of a value
	 * @return whether, perhaps behind a separator or the begin of one, the sign of a cut
	 * stands there
	 */
	static boolean isCut(String text, int end) {
		if (end >= text.length()) {
			return false;
		}
		int sign = end + separator(text, end);
		if (sign == end && text.charAt(end) == '%') {
			sign += text.startsWith("%2", end) ? 2 : 1;
		}
		return sign < text.length() && text.charAt(sign) == Redactor.CUT;
	}

	static boolean isEnd(String text, int end) {
		return end >= text.length() || !isLetterOrDigit(text.charAt(end));
	}

}
