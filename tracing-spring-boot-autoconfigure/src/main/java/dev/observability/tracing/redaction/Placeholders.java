// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Tells what stands for a value, or is none, from a value: {@code ?}, {@code $1},
 * {@code null}, stars, and what was hidden before. Any thread.
 */
final class Placeholders {

	/** Longer counts nobody has. */
	private static final int MAX_COUNT = 12;

	private Placeholders() {
	}

	/**
	 * Whether a part of a text is no value.
	 * @param text any text
	 * @param start of the part
	 * @param end of the part
	 * @return whether nothing is there to hide
	 */
	static boolean is(String text, int start, int end) {
		int length = end - start;
		if (length <= 0) {
			return true;
		}
		char first = text.charAt(start);
		return switch (first) {
			case '?', '%' -> length <= ((first == '?') ? 1 : 2);
			case '$' -> isNumber(text, start + 1, end);
			case '*' -> isStars(text, start, end);
			case 'n', 'N' -> is("null", text, start, length) || is("none", text, start, length);
			case 't', 'T' -> is("true", text, start, length);
			case 'f', 'F' -> is("false", text, start, length);
			case 'R' -> is(Redactor.MASK, text, start, length);
			case 'h' -> MaskedValues.isHash(text, start, end);
			default -> first == Redactor.CUT && length == 1;
		};
	}

	private static boolean isNumber(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (!TextSigns.isDigit(text.charAt(i))) {
				return false;
			}
		}
		return end - start <= 2;
	}

	private static boolean isStars(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (text.charAt(i) != '*') {
				return false;
			}
		}
		return true;
	}

	private static boolean is(String word, String text, int start, int length) {
		return length == word.length() && text.regionMatches(true, start, word, 0, length);
	}

	/**
	 * Whether a part of a text says how many there are of something.
	 * @param text any text
	 * @param start of the part
	 * @param end of the part
	 * @return whether it is a number, or nothing
	 */
	static boolean isCount(String text, int start, int end) {
		if (end - start > MAX_COUNT) {
			return false;
		}
		for (int i = start; i < end; i++) {
			if (!TextSigns.isDigit(text.charAt(i)) && ".,_/% ".indexOf(text.charAt(i)) < 0) {
				return is(text, start, end);
			}
		}
		return true;
	}

}
