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

	/** The words by the ASCII character that they start with, in either case. */
	private static final String[][] BY_FIRST = new String[128][0];

	static {
		for (String word : WORDS) {
			add(word.charAt(0), word);
			if (Character.isLowerCase(word.charAt(0))) {
				add(Character.toUpperCase(word.charAt(0)), word);
			}
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
		for (int i = start; i < end - 1; i++) {
			char next = text.charAt(i);
			if (next < BY_FIRST.length && BY_FIRST[next].length > 0 && isWord(text, i, BY_FIRST[next])) {
				return true;
			}
		}
		return false;
	}

	// Every line of a log is looked through, so that most places are left by their second
	// character
	private static boolean isWord(String text, int position, String[] words) {
		char second = text.charAt(position + 1);
		char lower = (second >= 'A' && second <= 'Z') ? (char) (second + 32) : second;
		for (String word : words) {
			if ((word.charAt(1) == lower || second >= BY_FIRST.length)
					&& text.regionMatches(true, position, word, 0, word.length())) {
				return true;
			}
		}
		return false;
	}

}
