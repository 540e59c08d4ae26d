// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.Locale;

import dev.observability.tracing.instrument.jdbc.DatabaseSystem.Quoting;

/**
 * Reads an SQL text once, from left to right, writes it again without literals and
 * comments, and tells {@link SqlSummary} what it met. Once per text, on the thread of its
 * first execution; linear, never throws.
 * <p>
 * When in doubt it masks: what is not terminated is a literal to the end, and where a
 * product is not known, what could be a literal is one. White space becomes one blank,
 * the values of an {@code IN} list one {@code ?}. Reading ends with the bound of the text
 * that is kept.
 */
final class SqlLexer {

	private final String sql;

	private final Quoting quoting;

	private final int maxLength;

	private final SqlSummary summary;

	private final SqlScanner scanner;

	private final SqlText text;

	private int position;

	private String previousWord = "";

	/** Whether a password stood before, as in {@code BY tiger REPLACE lion}. */
	private boolean afterSecret;

	/** Whether the next name is a password, as in {@code IDENTIFIED BY tiger}. */
	private boolean secretFollows;

	/** Whether a sign before a digit would be an operator. */
	private boolean afterOperand;

	SqlLexer(String sql, Quoting quoting, int maxLength, SqlSummary summary) {
		this.sql = sql;
		this.quoting = quoting;
		this.maxLength = maxLength;
		this.summary = summary;
		this.scanner = new SqlScanner(sql, quoting);
		this.text = new SqlText(Math.min(maxLength + 1, sql.length()));
	}

	String read() {
		while (this.position < this.sql.length() && this.text.length() <= this.maxLength) {
			token(at(0));
		}
		this.summary.end();
		return SqlAnalysis.cut(this.text.toString(), this.maxLength);
	}

	private void token(char c) {
		if (c <= ' ' || Character.isWhitespace(c)) {
			blank(this.position + 1);
		}
		else if (this.scanner.isLineComment(this.position)) {
			blank(this.scanner.endOfLine(this.position));
		}
		else if (c == '/' && at(1) == '*') {
			blank(this.scanner.endOfBlockComment(this.position));
		}
		else if (c == '\'' || (c == '"' && isDoubleQuoteLiteral())) {
			literal(this.scanner.endOfLiteral(this.position, false));
		}
		else if (c == '"' || c == '`') {
			quotedName(c);
		}
		else if (c == '[' && this.quoting == Quoting.BRACKETS) {
			quotedName(']');
		}
		else if (c == '$') {
			dollar();
		}
		else if (SqlScanner.isDigit(c) || (c == '.' && SqlScanner.isDigit(at(1)) && !this.afterOperand)) {
			literal(this.scanner.endOfNumber(this.position));
		}
		else if (SqlScanner.isNameStart(c)) {
			word();
		}
		else if (c == '?') {
			parameter(this.scanner.endOfDigits(this.position + 1));
		}
		else if (c == ':' && isParameterStart(at(1)) && at(-1) != ':') {
			parameter(this.scanner.endOfName(this.position + 1));
		}
		else {
			punctuation(c);
		}
	}

	private boolean isDoubleQuoteLiteral() {
		return this.quoting == Quoting.BACKSLASH || this.quoting == Quoting.UNKNOWN;
	}

	private boolean isParameterStart(char c) {
		// Elsewhere ":2" is the upper bound of an array slice, a literal
		return SqlScanner.isNameStart(c) || (SqlScanner.isDigit(c) && this.quoting == Quoting.ORACLE);
	}

	private void blank(int end) {
		this.position = end;
		this.text.space();
	}

	private void literal(int end) {
		this.position = end;
		this.text.placeholder("?");
		this.summary.value();
		this.afterOperand = true;
		this.afterSecret = this.secretFollows;
		this.secretFollows = false;
		this.previousWord = "";
	}

	private void parameter(int end) {
		this.text.placeholder(this.sql.substring(this.position, end));
		this.position = end;
		this.summary.value();
		this.afterOperand = true;
		this.previousWord = "";
	}

	private void quotedName(char close) {
		int end = this.scanner.endOfQuotedName(this.position, close);
		if (end < 0 || this.secretFollows) {
			literal((end < 0) ? this.sql.length() : end);
			return;
		}
		this.text.append(this.sql, this.position, end);
		this.summary.name(this.sql.substring(this.position, end));
		this.position = end;
		this.afterOperand = true;
		this.previousWord = "";
	}

	private void dollar() {
		if (SqlScanner.isDigit(at(1))) {
			parameter(this.scanner.endOfDigits(this.position + 1));
			return;
		}
		int end = this.scanner.endOfDollarLiteral(this.position);
		if (end >= 0) {
			literal(end);
		}
		else {
			punctuation('$');
		}
	}

	private void word() {
		int end = this.scanner.endOfName(this.position);
		String word = this.sql.substring(this.position, end);
		String upper = word.toUpperCase(Locale.ROOT);
		int prefixed = endOfPrefixedLiteral(upper, end);
		if (prefixed >= 0) {
			literal(prefixed);
			return;
		}
		boolean truth = upper.equals("TRUE") || upper.equals("FALSE");
		if (this.secretFollows || (truth && !this.previousWord.equals("IS") && !this.previousWord.equals("NOT"))) {
			literal(end);
			return;
		}
		this.text.append(this.sql, this.position, end);
		this.text.word(upper);
		this.summary.word(word, upper);
		this.position = end;
		this.secretFollows = (upper.equals("BY") && this.previousWord.equals("IDENTIFIED"))
				|| (upper.equals("REPLACE") && this.afterSecret);
		this.afterSecret = false;
		this.previousWord = upper;
		this.afterOperand = true;
	}

	/**
	 * Recognises {@code N'..'}, {@code X'..'}, {@code E'..'}, {@code U&'..'},
	 * {@code _utf8'..'} and {@code q'[..]'}.
	 * @param upper the word before the quote, in upper case
	 * @param end the index after the word
	 * @return the index after the literal, or -1 when the word is not such a prefix
	 */
	private int endOfPrefixedLiteral(String upper, int end) {
		char next = this.scanner.at(end);
		if (next == '&' && upper.equals("U") && (this.scanner.at(end + 1) == '\'' || this.scanner.at(end + 1) == '"')) {
			return this.scanner.endOfLiteral(end + 1, false);
		}
		if (next != '\'' || (upper.length() > 2 && !upper.startsWith("_"))) {
			return -1;
		}
		boolean alternative = upper.equals("Q") || upper.equals("NQ");
		if (alternative && (this.quoting == Quoting.ORACLE || this.quoting == Quoting.UNKNOWN)) {
			return this.scanner.endOfAlternativeLiteral(end);
		}
		return this.scanner.endOfLiteral(end, upper.equals("E"));
	}

	private void punctuation(char c) {
		boolean sign = (c == '-' || c == '+') && !this.afterOperand && (SqlScanner.isDigit(at(1)) || at(1) == '.');
		this.position++;
		if (!sign) {
			this.text.append(c);
			this.summary.punctuation(c);
		}
		this.afterOperand = c == ')' || c == ']';
		this.previousWord = "";
	}

	private char at(int offset) {
		return this.scanner.at(this.position + offset);
	}

}
