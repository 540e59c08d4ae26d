// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Finds the key of a secret before a sign in a text. Any thread; for one text.
 * <p>
 * Quotes and blanks may stand between both. In front of the key may stand what is left of
 * an escape sequence, such as the "n" of a break of lines in JSON.
 */
final class TextKey {

	private static final int MAX_LENGTH = 64;

	/** Properties that somebody put below each other. */
	private static final int MAX_BLANKS = 32;

	/** Escaped quotes have more for each level. */
	private static final int MAX_ESCAPES = 8;

	private final KeyRules keys;

	private final String text;

	private int start;

	private int end;

	private KeyRule rule = KeyRule.TEXT;

	TextKey(KeyRules keys, String text) {
		this.keys = keys;
		this.text = text;
	}

	/**
	 * Whether the key of a secret stands before a sign.
	 * @param keys which
	 * @param text any text
	 * @param sign position of the sign
	 * @param from first character that may belong to the key
	 * @return whether it does
	 */
	static boolean is(KeyRules keys, String text, int sign, int from) {
		int end = end(text, sign, from);
		return keys.mayEnd(text, from, end) && start(keys, text, end, from) >= 0;
	}

	/**
	 * Whether the name of an element of XML is the key of a secret.
	 * @param keys which
	 * @param text any text
	 * @param end position of the bracket that ends its tag
	 * @param from first character that may belong to the key
	 * @return whether it is
	 */
	static boolean isElement(KeyRules keys, String text, int end, int from) {
		if (!keys.mayEnd(text, from, end)) {
			return false;
		}
		int start = name(text, end, from);
		if (start > from && text.charAt(start - 1) == ':') {
			// What stands before it is the name of a space of names
			start = name(text, start - 1, from);
		}
		return start > 0 && text.charAt(start - 1) == '<' && start(keys, text, end, from) >= 0;
	}

	/**
	 * Returns how long a sign is that is written as an escape sequence.
	 * @param text any text
	 * @param position of the backslash or the percent sign
	 * @return the number of its characters, zero where none is there
	 */
	static int escapedSign(String text, int position) {
		int sign = switch (text.charAt(position)) {
			case '\\' -> text.startsWith("u003", position + 1) ? 5 : 0;
			case '%' -> text.startsWith("3", position + 1) ? 2 : 0;
			default -> 0;
		};
		if (sign == 0 || position + sign >= text.length()) {
			return 0;
		}
		int last = text.charAt(position + sign) | 0x20;
		return (last == 'd' || last == 'a') ? sign + 1 : 0;
	}

	/**
	 * Finds the key before a sign.
	 * @param sign position of the sign
	 * @param from first character that may belong to the key
	 * @return whether it is that of a secret
	 */
	boolean find(int sign, int from) {
		this.end = end(this.text, sign, from);
		this.start = start(this.keys, this.text, this.end, from);
		if (this.start < 0) {
			return false;
		}
		this.rule = this.keys.inText(this.text, this.start, this.end);
		return true;
	}

	// Without blanks and the quote that ends a name
	private static int end(String text, int sign, int from) {
		int end = sign;
		while (end > from && sign - end < MAX_BLANKS) {
			boolean tab = text.charAt(end - 1) == 't' && end - from > 2 && text.charAt(end - 2) == '\\';
			if (!tab && !isBlank(text.charAt(end - 1))) {
				break;
			}
			end -= tab ? 2 : 1;
		}
		if (end > from && KeyedValues.isQuote(text.charAt(end - 1))) {
			end--;
		}
		else if (end - from > 3 && text.charAt(sign) == '%' && text.startsWith("%22", end - 3)) {
			end -= 3;
		}
		int lowest = Math.max(from, end - MAX_ESCAPES);
		while (end > lowest && text.charAt(end - 1) == '\\') {
			end--;
		}
		return end;
	}

	static boolean isBlank(char next) {
		return next == ' ' || next == '\t';
	}

	// Less than zero where there is none. What an escape sequence may have left is no
	// part of it if it is a key without that, too
	private static int start(KeyRules keys, String text, int end, int from) {
		int start = name(text, end, from);
		int escape = (start > 0 && start < end) ? escape(text, start) : 0;
		if (escape > 0 && start + escape < end && isKey(keys, text, start + escape, end)) {
			return start + escape;
		}
		return isKey(keys, text, start, end) ? start : -1;
	}

	private static boolean isKey(KeyRules keys, String text, int start, int end) {
		return keys.inText(text, start, end) != KeyRule.TEXT;
	}

	private static int name(String text, int end, int from) {
		int start = end;
		int lowest = Math.max(from, end - MAX_LENGTH);
		while (start > lowest && isPart(text.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	private static boolean isPart(char next) {
		return TextSigns.isLetterOrDigit(next) || next == '_' || next == '-' || next == '.';
	}

	// How many characters belong to the backslash or the percent sign before them
	private static int escape(String text, int start) {
		return switch (text.charAt(start - 1)) {
			case '\\' -> (text.charAt(start) == 'u') ? 5 : ("nrtbf".indexOf(text.charAt(start)) >= 0) ? 1 : 0;
			case '%' -> 2;
			default -> 0;
		};
	}

	KeyRules rules() {
		return this.keys;
	}

	/**
	 * Whether the value may be how many there are.
	 * @return whether the key names several of what is counted
	 */
	boolean isCounted() {
		return this.rule == KeyRule.TOKENS;
	}

	/**
	 * Whether the value goes on to the end of the line.
	 * @return whether the key is the name of such a header
	 */
	boolean isHeader() {
		return endsWith("authorization")
				|| (this.end - this.start <= 12 && (endsWith("cookie") || endsWith("cookie2")));
	}

	/**
	 * Whether quotes stand around the key, as in JSON.
	 * @return whether one stands behind it
	 */
	boolean isQuoted() {
		char next = this.text.charAt(this.end);
		return KeyedValues.isQuote(next) || next == '\\';
	}

	private boolean endsWith(String name) {
		int start = this.end - name.length();
		return start >= this.start && this.text.regionMatches(true, start, name, 0, name.length());
	}

	/**
	 * Whether a sentence may follow, as in "invalid token: expected a number", but never
	 * behind "password: ".
	 * @return whether the word is one of English, or a class that is named like one
	 */
	boolean isProse() {
		int name = this.end;
		while (name > this.start && this.text.charAt(name - 1) != '.') {
			name--;
		}
		boolean type = name < this.end && Character.isUpperCase(this.text.charAt(name));
		return switch (this.end - (type ? name : this.start)) {
			case 3 -> endsWith("jwt");
			case 5 -> endsWith("token");
			case 6 -> endsWith("tokens") || endsWith("cookie") || endsWith("bearer");
			case 7 -> endsWith("session") || endsWith("cookies");
			case 8 -> endsWith("sessions");
			default -> false;
		};
	}

	/**
	 * Whether a value is a column or a parameter of a statement, as in
	 * {@code a.token = b.token} and {@code token = :token}.
	 * @param start of the value
	 * @param end of the value
	 * @return whether it is
	 */
	boolean isReference(int start, int end) {
		int length = this.end - this.start;
		if (this.text.charAt(start) == ':') {
			return TextSigns.isLetter(this.text.charAt(Math.min(start + 1, this.text.length() - 1)));
		}
		int column = 0;
		while (column < length && this.text.charAt(this.end - 1 - column) != '.') {
			column++;
		}
		int name = end - column;
		return name > start && this.text.charAt(name - 1) == '.'
				&& this.text.regionMatches(true, this.end - column, this.text, name, column);
	}

}
