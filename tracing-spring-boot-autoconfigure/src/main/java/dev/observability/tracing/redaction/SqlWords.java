// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.Arrays;

/**
 * Tells whether a text speaks of a failed database statement. Any thread.
 */
final class SqlWords {

	/** Words of JDBC, its drivers, Spring and Hibernate, lower case. */
	private static final String[] WORDS = { "sqlexception", "java.sql.", "javax.sql.", "sql [", "sqlstate", "sql state",
			"sql statement", "sql error", "sql grammar", "jdbcsql", "org.h2.", "org.postgresql.", "com.mysql.",
			"org.mariadb.", "oracle.jdbc.", "com.microsoft.sqlserver.", "com.zaxxer.hikari.", "org.hibernate.",
			"jakarta.persistence.", "org.springframework.dao.", "org.springframework.jdbc.", "org.springframework.orm.",
			"could not execute", "statementcallback", "violates ", "duplicate key", "duplicate entry",
			"primary key violation", "constraint violation", "invalid input syntax", "invalid input value",
			"data conversion error", "failing row contains", "syntax error at or near", "sql syntax",
			"out of range for type", "field value out of range", "conversion failed when", "data would be truncated",
			"data truncation", "incorrect string value", "incorrect integer value", "insert into ", "delete from ",
			")=(" };

	/** The words by the ASCII character that they start with. */
	private static final String[][] BY_FIRST = new String[128][0];

	/** Power of two: with this many slots one place in a hundred is looked at in vain. */
	private static final int SLOTS = 4096;

	/**
	 * Whether a word begins with three characters. Every line of a log is looked through,
	 * and nearly every place of it is left by this.
	 */
	private static final boolean[] BEGINS = new boolean[SLOTS];

	static {
		for (String word : WORDS) {
			add(word.charAt(0), word);
			BEGINS[slot(word.charAt(0), word.charAt(1), word.charAt(2))] = true;
		}
	}

	private SqlWords() {
	}

	static boolean in(String text) {
		int start = 0;
		while (start < text.length()) {
			int end = StackTraceLines.end(text, start);
			if (!StackTraceLines.isFrame(text, start, end) && inLine(text, start, end)) {
				return true;
			}
			start = end;
		}
		return false;
	}

	private static void add(char first, String word) {
		BY_FIRST[first] = Arrays.copyOf(BY_FIRST[first], BY_FIRST[first].length + 1);
		BY_FIRST[first][BY_FIRST[first].length - 1] = word;
	}

	private static boolean inLine(String text, int start, int end) {
		int first = 0;
		int second = 0;
		for (int i = start; i < end; i++) {
			int third = lower(text.charAt(i));
			if (BEGINS[slot(first, second, third)] && i >= start + 2 && isWord(text, i - 2, BY_FIRST[first])) {
				return true;
			}
			first = second;
			second = third;
		}
		return false;
	}

	private static int slot(int first, int second, int third) {
		return (first * 961 + second * 31 + third) & (SLOTS - 1);
	}

	// What is not ASCII and a letter of it in another case counts as that, all else as
	// none
	private static int lower(char next) {
		if (next < BY_FIRST.length) {
			return (next >= 'A' && next <= 'Z') ? next + 32 : next;
		}
		return switch (next) {
			case '\u0130', '\u0131' -> 'i';
			case '\u017f' -> 's';
			case '\u212a' -> 'k';
			default -> 0;
		};
	}

	private static boolean isWord(String text, int position, String[] words) {
		for (String word : words) {
			if (text.regionMatches(true, position, word, 0, word.length())) {
				return true;
			}
		}
		return false;
	}

}
