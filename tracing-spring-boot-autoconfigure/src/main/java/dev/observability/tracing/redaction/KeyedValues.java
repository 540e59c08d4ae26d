// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Finds the value behind the key of a secret in a text: {@code password=...},
 * {@code "token":"..."}, {@code Cookie: ...}. Any thread; for one text.
 * <p>
 * Nobody says where a value without quotes ends, so it goes to the next blank, and that
 * of a header to the end of its line.
 */
final class KeyedValues {

	private static final int MAX_KEY = 64;

	/** A word this long behind a colon is no English. */
	private static final int LEAST_OPAQUE = 16;

	private final KeyRules keys;

	private final String text;

	private int keyStart;

	private int keyEnd;

	KeyedValues(KeyRules keys, String text) {
		this.keys = keys;
		this.text = text;
	}

	/**
	 * Whether the key of a secret stands before a sign.
	 * @param keys which
	 * @param text any text
	 * @param sign position of an equals sign or a colon
	 * @param from first character that may belong to the key
	 * @return whether it does
	 */
	static boolean isKey(KeyRules keys, String text, int sign, int from) {
		int end = keyEnd(text, sign, from);
		return keys.mayEnd(text, from, end) && keys.isSecret(text, keyStart(text, end, from), end);
	}

	// Without blanks and the quote that ends a name
	private static int keyEnd(String text, int sign, int from) {
		int end = sign;
		while (end > from && sign - end < 2 && text.charAt(end - 1) == ' ') {
			end--;
		}
		if (end > from && isQuote(text.charAt(end - 1))) {
			end--;
		}
		while (end > from && sign - end < 8 && text.charAt(end - 1) == '\\') {
			end--;
		}
		return end;
	}

	private static int keyStart(String text, int end, int from) {
		int start = end;
		int lowest = Math.max(from, end - MAX_KEY);
		while (start > lowest && isKey(text.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	private static boolean isKey(char next) {
		return TextSigns.isLetterOrDigit(next) || next == '_' || next == '-' || next == '.';
	}

	/**
	 * Finds the value behind a sign.
	 * @param sign position of an equals sign or a colon
	 * @param from first character that may belong to the key
	 * @param found told where
	 * @return whether there is one to hide
	 */
	boolean find(int sign, int from, Found found) {
		this.keyEnd = keyEnd(this.text, sign, from);
		this.keyStart = keyStart(this.text, this.keyEnd, from);
		if (!this.keys.isSecret(this.text, this.keyStart, this.keyEnd)) {
			return false;
		}
		int start = sign + 1;
		while (start < this.text.length() && (this.text.charAt(start) == ' ' || this.text.charAt(start) == '\t')) {
			start++;
		}
		if (start == this.text.length()) {
			return false;
		}
		int escapes = start;
		while (escapes < this.text.length() && this.text.charAt(escapes) == '\\') {
			escapes++;
		}
		if (escapes < this.text.length() && isQuote(this.text.charAt(escapes))) {
			return quoted(escapes + 1, found);
		}
		char first = this.text.charAt(start);
		if (first == '{' || first == '[') {
			return structure(start, found);
		}
		boolean colon = this.text.charAt(sign) == ':';
		return isHeader() ? header(start, found) : word(sign, start, colon, found);
	}

	// A quote within the value is escaped by a backslash, or ends it
	private boolean quoted(int start, Found found) {
		char quote = this.text.charAt(start - 1);
		int escapes = 0;
		for (int i = start - 2; i >= 0 && this.text.charAt(i) == '\\'; i--) {
			escapes++;
		}
		int end = start;
		int before = 0;
		while (end < this.text.length()) {
			char next = this.text.charAt(end);
			if (next == quote && before <= escapes) {
				break;
			}
			before = (next == '\\') ? before + 1 : 0;
			end++;
		}
		int last = end - ((end < this.text.length()) ? before : 0);
		return isSecret(start, last) && found.at(start, last, RedactionRule.KEY);
	}

	// Up to the bracket that closes it; brackets in texts do not count
	private boolean structure(int start, Found found) {
		int depth = 0;
		boolean quoted = false;
		int end = start;
		while (end < this.text.length()) {
			char next = this.text.charAt(end++);
			if (next == '"') {
				quoted = !quoted;
			}
			else if (!quoted && (next == '{' || next == '[')) {
				depth++;
			}
			else if (!quoted && (next == '}' || next == ']') && --depth == 0) {
				break;
			}
		}
		int content = start + 1;
		int last = (depth == 0) ? end - 1 : end;
		if (last > content && !isEnd(end)) {
			return found.at(start, wordEnd(end), RedactionRule.KEY);
		}
		// Placeholders of log messages
		return isSecret(content, last) && found.at(content, last, RedactionRule.KEY);
	}

	// What follows a bracket at once belongs to the value, as in "{noop}secret"
	private boolean isEnd(int end) {
		if (end >= this.text.length()) {
			return true;
		}
		char next = this.text.charAt(end);
		if (next == '.' || next == ':' || next == '!' || next == '?') {
			return end + 1 == this.text.length() || this.text.charAt(end + 1) <= ' ';
		}
		// A break of lines or a quote within JSON within JSON
		if (next == '\\') {
			return end + 1 < this.text.length() && "nrt\"'\\".indexOf(this.text.charAt(end + 1)) >= 0;
		}
		return isWordEnd(next) || ",;)]}'".indexOf(next) >= 0 || next == Redactor.CUT;
	}

	private boolean isHeader() {
		int length = this.keyEnd - this.keyStart;
		return endsWith("authorization") || (length <= 12 && endsWith("cookie"));
	}

	private boolean endsWith(String name) {
		int start = this.keyEnd - name.length();
		return start >= this.keyStart && this.text.regionMatches(true, start, name, 0, name.length());
	}

	private boolean header(int start, Found found) {
		int end = start;
		while (end < this.text.length() && !isHeaderEnd(this.text.charAt(end))) {
			end++;
		}
		return isSecret(start, end) && found.at(start, end, RedactionRule.KEY);
	}

	private static boolean isHeaderEnd(char next) {
		return next == '\n' || next == '\r' || next == ']' || next == '}';
	}

	private boolean word(int sign, int start, boolean colon, Found found) {
		int last = wordEnd(start);
		if (!isSecret(start, last) || (start > sign + 1 && colon && isProse(start, last))
				|| (start > sign + 1 && isReference(start, last))) {
			return false;
		}
		return found.at(start, last, RedactionRule.KEY);
	}

	private int wordEnd(int start) {
		int end = start;
		while (end < this.text.length() && !isWordEnd(this.text.charAt(end))) {
			end++;
		}
		while (end > start && ".,;:)]}'".indexOf(this.text.charAt(end - 1)) >= 0) {
			end--;
		}
		return end;
	}

	private static boolean isWordEnd(char next) {
		return next <= ' ' || next == '"' || next == '<' || next == '>' || next == '\u00a0';
	}

	// "invalid token: expected a number", but never what is behind "password: "
	private boolean isProse(int start, int end) {
		if (end - start >= LEAST_OPAQUE || endsWith("password") || endsWith("passwd") || endsWith("secret")
				|| endsWith("key") || TextSigns.isCut(this.text, end)) {
			return false;
		}
		for (int i = start; i < end; i++) {
			char next = this.text.charAt(i);
			if (!TextSigns.isLetter(next) && next != '\'' && next != '-' || (i > start && next >= 'A' && next <= 'Z')) {
				return false;
			}
		}
		return true;
	}

	// "a.token = b.token" and "token = :token" of a statement
	private boolean isReference(int start, int end) {
		int length = this.keyEnd - this.keyStart;
		if (this.text.charAt(start) == ':') {
			return TextSigns.isLetter(this.text.charAt(Math.min(start + 1, this.text.length() - 1)));
		}
		int column = 0;
		while (column < length && this.text.charAt(this.keyEnd - 1 - column) != '.') {
			column++;
		}
		int name = end - column;
		return name > start && this.text.charAt(name - 1) == '.'
				&& this.text.regionMatches(true, this.keyEnd - column, this.text, name, column);
	}

	private boolean isSecret(int start, int end) {
		return !Placeholders.is(this.text, start, end);
	}

	private static boolean isQuote(char next) {
		return next == '"' || next == '\'';
	}

}
