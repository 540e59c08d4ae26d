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

	/** A word this long behind a colon is no English. */
	private static final int LEAST_OPAQUE = 16;

	private static final String CDATA = "<![CDATA[";

	private final String text;

	private final TextKey key;

	KeyedValues(KeyRules keys, String text) {
		this.text = text;
		this.key = new TextKey(keys, text);
	}

	/**
	 * Finds the value behind a sign.
	 * @param sign position of an equals sign or a colon, perhaps escaped
	 * @param from first character that may belong to the key
	 * @param found told where
	 * @return whether there is one to hide
	 */
	boolean find(int sign, int from, Found found) {
		if (!this.key.find(sign, from)) {
			return false;
		}
		int behind = behindSign(sign);
		int start = behind;
		while (start < this.text.length() && TextKey.isBlank(this.text.charAt(start))) {
			start++;
		}
		if (start == this.text.length()) {
			return false;
		}
		int escapes = start;
		while (escapes < this.text.length() && this.text.charAt(escapes) == '\\') {
			escapes++;
		}
		boolean colon = this.text.charAt(sign) == ':' && behind == sign + 1;
		if (escapes < this.text.length() && isQuote(this.text.charAt(escapes))) {
			return quoted(escapes + 1, colon && !this.key.isQuoted(), found);
		}
		char first = this.text.charAt(start);
		if (first == '{' || first == '[') {
			return structure(start, found);
		}
		if (this.key.isHeader()) {
			return header(start, found);
		}
		int end = wordEnd(start);
		boolean apart = start > behind;
		boolean other = apart && (colon ? isProse(start, end) : this.key.isReference(start, end));
		return !other && isSecret(start, end) && found.at(start, schemeEnd(start, end), RedactionRule.KEY);
	}

	// "==", "=>" and ":=" are one sign, as is the "::" before a value in base64 of LDIF
	private int behindSign(int sign) {
		int escaped = TextKey.escapedSign(this.text, sign);
		if (escaped > 0) {
			return sign + escaped;
		}
		int end = sign + 1;
		if (this.text.charAt(sign) == ':') {
			return (is(end, '=') || (is(end, ':') && is(end + 1, ' '))) ? end + 1 : end;
		}
		while (end <= sign + 2 && (is(end, '=') || is(end, '>'))) {
			end++;
		}
		return end;
	}

	private boolean is(int position, char wanted) {
		return position < this.text.length() && this.text.charAt(position) == wanted;
	}

	// A quote within the value is escaped by a backslash or a second one, or ends it
	private boolean quoted(int start, boolean header, Found found) {
		int escapes = 0;
		for (int i = start - 2; i >= 0 && this.text.charAt(i) == '\\'; i--) {
			escapes++;
		}
		int end = quoteEnd(start, start, escapes);
		while (escapes == 0 && end > start && isDoubled(end)) {
			int next = quoteEnd(start, end + 2, escapes);
			// Nothing closes it
			if (next == this.text.length() && this.text.charAt(next - 1) != Redactor.CUT) {
				break;
			}
			end = next;
		}
		if (header && end < this.text.length() && this.text.charAt(start - 1) == '"') {
			end = headerEnd(end, escapes);
		}
		return isSecret(start, end) && found.at(start, end, RedactionRule.KEY);
	}

	private boolean isDoubled(int end) {
		return end + 1 < this.text.length() && this.text.charAt(end + 1) == this.text.charAt(end);
	}

	// The end of the value, before the backslashes of the quote that ends it
	private int quoteEnd(int start, int from, int escapes) {
		char quote = this.text.charAt(start - 1);
		int before = 0;
		for (int end = from; end < this.text.length(); end++) {
			char next = this.text.charAt(end);
			if (next == quote && before <= escapes) {
				return end - before;
			}
			before = (next == '\\') ? before + 1 : 0;
		}
		return this.text.length();
	}

	// Headers in Spring's form have several values, and colons behind their names
	private int headerEnd(int end, int escapes) {
		int last = end;
		int next = nextValue(last, escapes);
		while (next > 0) {
			int close = quoteEnd(next, next, escapes);
			int behind = close + escapes + 1;
			while (is(behind, ' ')) {
				behind++;
			}
			if (is(behind, ':') || is(behind, '=')) {
				break;
			}
			last = close;
			next = nextValue(last, escapes);
		}
		return last;
	}

	// Behind the quotes, the comma and the blank that part two values
	private int nextValue(int end, int escapes) {
		int comma = end + escapes + 1;
		int quote = comma + 2 + escapes;
		boolean parted = this.text.startsWith(", ", comma) && this.text.charAt(comma - 1) == '"' && is(quote, '"');
		for (int i = comma + 2; parted && i < quote; i++) {
			parted = is(i, '\\');
		}
		return parted ? quote + 1 : -1;
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
			return this.key.isHeader() ? header(start, found) : found.at(start, wordEnd(end), RedactionRule.KEY);
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

	private boolean header(int start, Found found) {
		int end = start;
		int depth = 0;
		while (end < this.text.length()) {
			char next = this.text.charAt(end);
			if (next == '{' || next == '[') {
				depth++;
			}
			else if (next == '\n' || next == '\r' || ((next == ']' || next == '}') && --depth < 0)) {
				break;
			}
			end++;
		}
		return isSecret(start, end) && found.at(start, end, RedactionRule.KEY);
	}

	// "token=Bearer abc" has one value of two words
	private int schemeEnd(int start, int end) {
		int next = end;
		while (next < this.text.length() && TextKey.isBlank(this.text.charAt(next))) {
			next++;
		}
		boolean scheme = next > end && (isWord("bearer", start, end) || isWord("basic", start, end));
		int last = scheme ? wordEnd(next) : next;
		return (last > next) ? last : end;
	}

	private boolean isWord(String word, int start, int end) {
		return end - start == word.length() && this.text.regionMatches(true, start, word, 0, word.length());
	}

	int wordEnd(int start) {
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

	/**
	 * Finds the text of an element of XML.
	 * @param bracket position of the bracket that ends its first tag
	 * @param from first character that may belong to its name
	 * @param found told where
	 * @return whether there is one to hide
	 */
	boolean element(int bracket, int from, Found found) {
		if (!TextKey.isElement(this.key.rules(), this.text, bracket, from) || !this.key.find(bracket, from)) {
			return false;
		}
		int start = bracket + 1;
		if (this.text.startsWith(CDATA, start)) {
			int close = this.text.indexOf("]]>", start);
			int end = (close >= 0) ? close : this.text.length();
			return isSecret(start + CDATA.length(), end) && found.at(start + CDATA.length(), end, RedactionRule.KEY);
		}
		boolean blank = false;
		int end = start;
		while (end < this.text.length() && this.text.charAt(end) != '<') {
			blank |= this.text.charAt(end) <= ' ';
			end++;
		}
		// Types have parameters in such brackets, but no closing tag
		boolean closed = (end < this.text.length()) ? is(end + 1, '/') || is(end + 1, Redactor.CUT)
				: !blank && TextSigns.isCut(this.text, end - 1);
		return closed && isSecret(start, end) && found.at(start, end, RedactionRule.KEY);
	}

	private boolean isProse(int start, int end) {
		if (end - start >= LEAST_OPAQUE || !this.key.isProse() || TextSigns.isCut(this.text, end)) {
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

	private boolean isSecret(int start, int end) {
		return this.key.isCounted() ? !Placeholders.isCount(this.text, start, end)
				: !Placeholders.is(this.text, start, end);
	}

	static boolean isQuote(char next) {
		return next == '"' || next == '\'';
	}

}
