// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import dev.observability.tracing.instrument.jdbc.DatabaseSystem.Quoting;

/**
 * Finds where a literal, a quoted name, a number or a comment of SQL ends. Once per text,
 * on the thread of its first execution; each method reads on from where it is told, and
 * what has no end ends with the text.
 */
final class SqlScanner {

	private final String sql;

	private final Quoting quoting;

	SqlScanner(String sql, Quoting quoting) {
		this.sql = sql;
		this.quoting = quoting;
	}

	int length() {
		return this.sql.length();
	}

	// The character at the index, or NUL outside of the text.
	char at(int index) {
		return (index >= 0 && index < this.sql.length()) ? this.sql.charAt(index) : '\0';
	}

	boolean isLineComment(int start) {
		char c = at(start);
		char next = at(start + 1);
		if (c == '-' && next == '-') {
			// MySQL takes "5--3" for a subtraction
			return this.quoting != Quoting.BACKSLASH || at(start + 2) <= ' ';
		}
		return c == '#' && (this.quoting == Quoting.BACKSLASH || (this.quoting == Quoting.UNKNOWN && next <= ' '));
	}

	int endOfLine(int start) {
		int i = start;
		while (i < this.sql.length() && at(i) != '\n' && at(i) != '\r') {
			i++;
		}
		return i;
	}

	int endOfBlockComment(int start) {
		boolean nested = this.quoting != Quoting.BACKSLASH && this.quoting != Quoting.ORACLE;
		int depth = 1;
		int i = start + 2;
		while (depth > 0 && i < this.sql.length()) {
			if (nested && at(i) == '/' && at(i + 1) == '*') {
				depth++;
				i += 2;
			}
			else if (at(i) == '*' && at(i + 1) == '/') {
				depth--;
				i += 2;
			}
			else {
				i++;
			}
		}
		return Math.min(i, this.sql.length());
	}

	/**
	 * Finds the end of a literal.
	 * @param start index of its opening quote
	 * @param escapeString whether it is {@code E'...'}, in which a backslash escapes
	 * @return the index after its closing quote
	 */
	int endOfLiteral(int start, boolean escapeString) {
		int end = endOfPart(start, escapeString);
		// The parts of E'a' <line break> 'b' are one literal, escapes and all
		int next = escapeString ? startOfNextPart(end) : -1;
		while (next >= 0) {
			end = endOfPart(next, true);
			next = startOfNextPart(end);
		}
		return end;
	}

	private int startOfNextPart(int end) {
		int i = end;
		while (Character.isWhitespace(at(i))) {
			i++;
		}
		return (i > end && at(i) == '\'') ? i : -1;
	}

	private int endOfPart(int start, boolean escapeString) {
		char quote = at(start);
		boolean escapes = escapeString || this.quoting == Quoting.BACKSLASH || this.quoting == Quoting.REDSHIFT;
		int i = start + 1;
		while (i < this.sql.length()) {
			char c = at(i);
			if (c == '\\' && escapes) {
				i += 2;
			}
			else if (c == '\\' && this.quoting == Quoting.UNKNOWN && at(i + 1) == quote) {
				// Ends here or goes on, nobody knows: all that follows is masked
				return this.sql.length();
			}
			else if (c != quote) {
				i++;
			}
			else if (at(i + 1) == quote) {
				i += 2;
			}
			else {
				return i + 1;
			}
		}
		return this.sql.length();
	}

	/**
	 * Finds the end of Oracle's {@code q'[it's]'}.
	 * @param start index of its opening quote
	 * @return the index after its closing quote
	 */
	int endOfAlternativeLiteral(int start) {
		char open = at(start + 1);
		int kind = "[{(<".indexOf(open);
		char close = (kind >= 0) ? "]})>".charAt(kind) : open;
		int end = this.sql.indexOf(close + "'", start + 2);
		return (end >= 0) ? end + 2 : this.sql.length();
	}

	/**
	 * Finds the end of {@code $tag$...$tag$}.
	 * @param start index of the first dollar sign
	 * @return the index after the literal, or -1 when none starts here
	 */
	int endOfDollarLiteral(int start) {
		int i = start + 1;
		while (isNamePart(at(i)) && at(i) != '$') {
			i++;
		}
		if (at(i) != '$') {
			return -1;
		}
		String tag = this.sql.substring(start, i + 1);
		int end = this.sql.indexOf(tag, i + 1);
		return (end >= 0) ? end + tag.length() : this.sql.length();
	}

	/**
	 * Finds the end of a quoted name.
	 * @param start index of its opening quote
	 * @param close its closing quote, which stands twice within the name
	 * @return the index after its closing quote, or -1 when it has none
	 */
	int endOfQuotedName(int start, char close) {
		int i = start + 1;
		while (i < this.sql.length()) {
			if (at(i) != close) {
				i++;
			}
			else if (at(i + 1) == close) {
				i += 2;
			}
			else {
				return i + 1;
			}
		}
		return -1;
	}

	int endOfName(int start) {
		int i = start;
		while (isNamePart(at(i))) {
			i++;
		}
		return i;
	}

	int endOfDigits(int start) {
		int i = start;
		while (isDigit(at(i))) {
			i++;
		}
		return i;
	}

	int endOfNumber(int start) {
		boolean hexadecimal = at(start) == '0' && (at(start + 1) == 'x' || at(start + 1) == 'X');
		int i = start;
		while (isNamePart(at(i)) || at(i) == '.' || (!hexadecimal && isSign(at(i)) && isExponent(at(i - 1)))) {
			i++;
		}
		return i;
	}

	static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	static boolean isNameStart(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@' || c == '#'
				|| (c > 127 && !Character.isWhitespace(c));
	}

	static boolean isNamePart(char c) {
		return isNameStart(c) || isDigit(c) || c == '$';
	}

	private static boolean isSign(char c) {
		return c == '+' || c == '-';
	}

	private static boolean isExponent(char c) {
		return c == 'e' || c == 'E';
	}

}
