// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.Locale;

/**
 * A run of lines of a database message, with what {@link SqlMessageMask} asks of it. Each
 * answer looks at a bounded number of characters or is asked a bounded number of times.
 * Any thread.
 */
final class SqlSection {

	/** Longer names than the 128 characters of SQL identifiers are no names. */
	private static final int MAX_NAME_LENGTH = 128;

	/** What stands before a quoted name, lower case. */
	private static final String[] BEFORE_NAME = { "constraint", "relation", "column", "table", "index", "key", "schema",
			"sequence", "database", "function", "type", "view", "enum", "domain", "trigger", "operator" };

	/** What stands before the bracket of values, lower case. */
	private static final String[] BEFORE_VALUES = { "value is", "contains" };

	/** What stands in a statement before the bracket of values or placeholders. */
	private static final String[] BEFORE_LITERALS = { "values", "value", "in" };

	/**
	 * What MySQL and MariaDB write before a value that a quoted name follows, lower case.
	 */
	private static final String[] BEFORE_MYSQL_VALUE = { "duplicate entry", "value:" };

	private static final String JSON_LINE = "JSON data, line ";

	private final String text;

	private final int start;

	private final int end;

	/** The end without line breaks and the sign of a cut. */
	private final int textEnd;

	private final boolean cut;

	SqlSection(String text, int start, int end) {
		this.text = text;
		this.start = start;
		this.end = end;
		int position = end;
		while (position > start && text.charAt(position - 1) <= ' ') {
			position--;
		}
		this.cut = TextCut.isCut(text, start, position);
		this.textEnd = this.cut ? position - 1 : position;
	}

	int textEnd() {
		return this.textEnd;
	}

	// The last such character after the position, or -1; the last may have been cut off.
	int last(char wanted, int after) {
		if (this.cut) {
			return -1;
		}
		for (int position = this.end - 1; position > after; position--) {
			if (this.text.charAt(position) == wanted) {
				return position;
			}
		}
		return -1;
	}

	// Whether the quote is the one of "can't".
	boolean isContraction(int quote) {
		return this.text.charAt(quote) == '\'' && quote - 2 >= this.start && quote + 2 <= this.end
				&& Character.isLetter(this.text.charAt(quote - 2)) && lower(quote - 1) == 'n' && lower(quote + 1) == 't'
				&& (quote + 2 == this.end || !Character.isLetterOrDigit(this.text.charAt(quote + 2)));
	}

	// The closing quote of a quoted name, as in "constraint "users_pk"", or -1 when what
	// is quoted may be a value.
	int quotedNameEnd(int open) {
		if (!isAfter(open, BEFORE_NAME)) {
			return -1;
		}
		int position = open + 1;
		int limit = Math.min(this.end, open + MAX_NAME_LENGTH + 2);
		while (position < limit && isNamePart(this.text.charAt(position))) {
			position++;
		}
		boolean closed = position > open + 1 && position < limit
				&& this.text.charAt(position) == this.text.charAt(open);
		// A word before the name that ends in a colon announces a value: "type integer:"
		return closed ? position : -1;
	}

	// The last quote of the kind, but not those of the quoted name that MySQL adds
	// itself,
	// as in "Duplicate entry 'x' for key 'users.email'".
	int closingQuote(int open) {
		char quote = this.text.charAt(open);
		int last = last(quote, open);
		if (last < 0) {
			return -1;
		}
		int nameOpen = this.text.lastIndexOf(quote, last - 1);
		if (isAfter(open, BEFORE_MYSQL_VALUE) && nameOpen > open && quotedNameEnd(nameOpen) == last) {
			int before = this.text.lastIndexOf(quote, nameOpen - 1);
			return (before > open) ? before : last;
		}
		return last;
	}

	// Whether values, and not only placeholders, follow the bracket.
	boolean holdsValues(int open) {
		boolean afterColumns = open - 2 >= this.start && this.text.startsWith(")=", open - 2);
		return afterColumns || isAfter(open, BEFORE_VALUES)
				|| (isAfter(open, BEFORE_LITERALS) && !holdsPlaceholders(open));
	}

	private boolean holdsPlaceholders(int open) {
		int position = open + 1;
		while (position < this.end && "?, $123456789".indexOf(this.text.charAt(position)) >= 0) {
			if (Character.isDigit(this.text.charAt(position)) && this.text.charAt(position - 1) != '$'
					&& !Character.isDigit(this.text.charAt(position - 1))) {
				return false;
			}
			position++;
		}
		return position < this.end && this.text.charAt(position) == ')';
	}

	// The second dollar of "$tag$", or -1.
	int dollarTagEnd(int open) {
		int position = open + 1;
		int limit = Math.min(this.end, open + MAX_NAME_LENGTH);
		while (position < limit
				&& (Character.isLetterOrDigit(this.text.charAt(position)) || this.text.charAt(position) == '_')) {
			position++;
		}
		boolean parameter = position > open + 1 && Character.isDigit(this.text.charAt(open + 1));
		boolean name = open > this.start && Character.isLetterOrDigit(this.text.charAt(open - 1));
		return (!parameter && !name && position < limit && this.text.charAt(position) == '$') ? position : -1;
	}

	int numberEnd(int from) {
		int position = from;
		while (position < this.end
				&& (Character.isDigit(this.text.charAt(position)) || (this.text.charAt(position) == '.'
						&& position + 1 < this.end && Character.isDigit(this.text.charAt(position + 1))))) {
			position++;
		}
		return position;
	}

	// Whether the digits belong to a name, such as "users2" or "ORA-00001".
	boolean isName(int from, int to) {
		if (from > this.start) {
			char before = this.text.charAt(from - 1);
			if (Character.isLetter(before) || before == '_' || before == '$') {
				return true;
			}
			if (before == '-' && from - 4 >= this.start && this.text.startsWith("ORA", from - 4)) {
				return to - from <= 5;
			}
		}
		return false;
	}

	// Whether it is the number of PostgreSQL's "JSON data, line 1: ".
	boolean isJsonLine(int from, int to) {
		int words = from - JSON_LINE.length();
		return words >= this.start && this.text.startsWith(JSON_LINE, words) && this.text.startsWith(": ", to);
	}

	// Whether it is "[1062]", "[23505]" or "[23505-240]".
	boolean isErrorCode(int from, int to) {
		if (to - from > 5) {
			return false;
		}
		if (isState(from)) {
			return true;
		}
		boolean first = from > this.start && this.text.charAt(from - 1) == '[';
		boolean second = from - 7 >= this.start && this.text.charAt(from - 1) == '-'
				&& this.text.charAt(from - 7) == '[' && to - from <= 3;
		boolean closes = to < this.end && this.text.charAt(to) == ']';
		boolean goesOn = to - from == 5 && to < this.end && this.text.charAt(to) == '-';
		return (first && (closes || goesOn)) || (second && closes);
	}

	// Whether it starts an SQL state in brackets: five letters or digits
	private boolean isState(int from) {
		if (from == this.start || this.text.charAt(from - 1) != '[' || from + 5 >= this.end
				|| this.text.charAt(from + 5) != ']') {
			return false;
		}
		for (int i = from; i < from + 5; i++) {
			if (!Character.isLetterOrDigit(this.text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private boolean isAfter(int position, String[] words) {
		int wordEnd = position;
		while (wordEnd > this.start && position - wordEnd < 4 && this.text.charAt(wordEnd - 1) == ' ') {
			wordEnd--;
		}
		for (String word : words) {
			int from = wordEnd - word.length();
			if (from >= this.start && this.text.regionMatches(true, from, word, 0, word.length())
					&& (from == this.start || !Character.isLetterOrDigit(this.text.charAt(from - 1)))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isNamePart(char next) {
		return Character.isLetterOrDigit(next) || next == '_' || next == '.' || next == '$';
	}

	private char lower(int position) {
		return (position < this.end) ? Character.toLowerCase(this.text.charAt(position)) : ' ';
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "characters %d to %d", this.start, this.end);
	}

}
