// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Finds numbers of payment cards: 14 to 19 digits, in groups by blanks or dashes or not,
 * that begin as those of an issuer and pass the check of Luhn. Any thread.
 * <p>
 * Source: ISO/IEC 7812 and the ranges that the schemes publish.
 */
final class CardNumbers {

	private static final int LEAST = 14;

	private static final int MOST = 19;

	/** Of a number that was cut. */
	private static final int LEAST_CUT = 6;

	private CardNumbers() {
	}

	/**
	 * Whether a run of digits and separators is long enough.
	 * @param text any text
	 * @param start first digit of the run
	 * @param end behind its last digit
	 * @return whether there may be a number in it
	 */
	static boolean mayBe(String text, int start, int end) {
		return end - start >= LEAST || (end - start >= LEAST_CUT && TextSigns.isCut(text, end));
	}

	/**
	 * Finds the first number in a run of digits and separators. What is part of a word or
	 * of a decimal number at its start is none, up to the next blank, but for what stands
	 * behind an escape sequence that the run begins with, such as {@code %20}.
	 * @param text any text
	 * @param start first digit of the run
	 * @param end behind its last digit
	 * @param last where a number may end, as of {@link #lastEnd}
	 * @param found told where
	 * @return whether there is one
	 */
	static boolean find(String text, int start, int end, int last, Found found) {
		boolean cut = last == end && TextSigns.isCut(text, end);
		int escaped = start + TextSigns.escaped(text, start);
		if (escaped > start && escaped < last && TextSigns.isBehindEscape(text, escaped)
				&& isNumber(text, escaped, last, cut, found)) {
			return true;
		}
		int group = isAlone(text, start) ? start : behindBlank(text, start, last);
		while (group < last) {
			if (isNumber(text, group, last, cut, found)) {
				return true;
			}
			group = nextGroup(text, group, last);
		}
		return false;
	}

	/**
	 * Tells where the last number of a run may end: a run that ends in a word or in a
	 * decimal number holds none behind its last blank. Dashes join what is one, such as a
	 * UUID.
	 * @param text any text
	 * @param start first digit of the run
	 * @param end behind its last digit
	 * @return the end, or that of a group before it
	 */
	static int lastEnd(String text, int start, int end) {
		boolean whole = end + 1 < text.length() && text.charAt(end) == '.' && TextSigns.isDigit(text.charAt(end + 1));
		if (TextSigns.isEnd(text, end) && !whole) {
			return end;
		}
		int last = end - 1;
		while (last > start && isJoined(text.charAt(last))) {
			last--;
		}
		return last;
	}

	/**
	 * Whether a number is that of a card, of 15 or 16 digits: ids of 64 bits have more.
	 * @param number any
	 * @return whether it is
	 */
	static boolean is(long number) {
		if (number < 100_000_000_000_000L || number > 9_999_999_999_999_999L) {
			return false;
		}
		String digits = Long.toString(number);
		return isNumber(digits, 0, digits.length(), false, new Found());
	}

	// Neither behind the letter of a word nor behind the point of a decimal number
	private static boolean isAlone(String text, int start) {
		boolean fraction = start > 1 && text.charAt(start - 1) == '.' && TextSigns.isDigit(text.charAt(start - 2));
		return !fraction && TextSigns.isStart(text, start);
	}

	private static boolean isJoined(char next) {
		return TextSigns.isDigit(next) || next == '-';
	}

	private static int behindBlank(String text, int start, int end) {
		int position = start;
		while (position < end && isJoined(text.charAt(position))) {
			position++;
		}
		return (position < end) ? position + TextSigns.separator(text, position) : end;
	}

	private static int nextGroup(String text, int start, int end) {
		int position = start;
		while (position < end && TextSigns.isDigit(text.charAt(position))) {
			position++;
		}
		return (position < end) ? position + TextSigns.separator(text, position) : end;
	}

	private static boolean isNumber(String text, int start, int end, boolean cut, Found found) {
		int count = 0;
		int issuer = 0;
		// The digits that count double are those of even or of odd places by how many
		// follow
		int even = 0;
		int odd = 0;
		for (int i = start; i < end; i++) {
			char next = text.charAt(i);
			if (!TextSigns.isDigit(next)) {
				i += TextSigns.separator(text, i) - 1;
				continue;
			}
			int digit = next - '0';
			int twice = (digit > 4) ? 2 * digit - 9 : 2 * digit;
			even += (count % 2 == 0) ? twice : digit;
			odd += (count % 2 == 0) ? digit : twice;
			issuer = (count < LEAST_CUT) ? issuer * 10 + digit : issuer;
			if (++count > MOST) {
				return false;
			}
			boolean last = i + 1 == end || !TextSigns.isDigit(text.charAt(i + 1));
			if (last && count >= LEAST && (((count % 2 == 0) ? even : odd) % 10 == 0) && isIssued(issuer, count)) {
				return found.at(start, i + 1, RedactionRule.CARD);
			}
		}
		return cut && count >= LEAST_CUT && isIssued(issuer, 0) && found.at(start, end, RedactionRule.CARD);
	}

	// By the first six digits and the number of all, 0 where that is not known. Visa no
	// longer has 19, which would be one in a hundred of all ids of 64 bits; nor 13, nor
	// has
	// Maestro, which would be one in ten of all numbers of articles of some countries
	private static boolean isIssued(int issuer, int count) {
		int two = issuer / 10_000;
		int four = issuer / 100;
		if (two / 10 == 4 || two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
			return isOne(count, 16, 16);
		}
		if (two == 34 || two == 37) {
			return isOne(count, 15, 15);
		}
		if (two == 36 || two == 38 || two == 39 || four / 10 >= 300 && four / 10 <= 305) {
			return isOne(count, 14, 16);
		}
		boolean discover = four == 6011 || two == 65 || four / 10 >= 644 && four / 10 <= 649;
		boolean others = four >= 3528 && four <= 3589 || two == 62;
		return (discover || others || isMaestro(four)) && (count == 0 || count >= 16);
	}

	private static boolean isMaestro(int four) {
		return switch (four) {
			case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> true;
			default -> false;
		};
	}

	private static boolean isOne(int count, int first, int second) {
		return count == 0 || count == first || count == second;
	}

}
