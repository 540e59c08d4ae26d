// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

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

	/** Whether a word starts with the ASCII character, in either case. */
	private static final boolean[] FIRST = new boolean[128];

	static {
		for (String word : WORDS) {
			FIRST[word.charAt(0)] = true;
			FIRST[Character.toUpperCase(word.charAt(0))] = true;
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

	private static boolean inLine(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			char next = text.charAt(i);
			if (next < FIRST.length && FIRST[next] && isWord(text, i)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isWord(String text, int position) {
		for (String word : WORDS) {
			if (text.regionMatches(true, position, word, 0, word.length())) {
				return true;
			}
		}
		return false;
	}

}
