// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Masks the value that binding, parsing or validation refused and its exception repeats,
 * such as {@code rejected value [...]} or {@code For input string: "..."}: an argument of
 * a user. Any thread.
 * <p>
 * Nobody escapes the value, so the mask goes to the last sign that may end it before the
 * next line of a stack trace; where there is none, or the text was cut, to that line.
 * Source: {@code toString} of Spring's {@code FieldError}, messages of Spring's
 * conversion, Jackson and the JDK.
 */
final class RejectedValues {

	/** What stands before a value, and what ends it. */
	private static final String[][] RULES = { { "rejected value [", "]; codes [" }, { "For input string: \"", "\"" },
			{ "from String \"", "\"" }, { "for value [", "]" }, { "Unrecognized token '", "'" },
			{ "Invalid UUID string: ", "" }, { "Text '", "' could not be parsed" } };

	private final String text;

	private final StringBuilder masked = new StringBuilder();

	/** End of the section that was looked at last. */
	private int sectionEnd;

	private RejectedValues(String text) {
		this.text = text;
	}

	static String mask(String text) {
		for (String[] rule : RULES) {
			if (text.contains(rule[0])) {
				return new RejectedValues(text).mask();
			}
		}
		return text;
	}

	private String mask() {
		int done = 0;
		int position = 0;
		while (position < this.text.length()) {
			String[] rule = ruleAt(position);
			if (rule == null) {
				position++;
				continue;
			}
			int start = position + rule[0].length();
			int end = end(rule[1], start);
			this.masked.append(this.text, done, start).append('?');
			done = end;
			position = Math.max(end, start);
		}
		String result = this.masked.append(this.text, done, this.text.length()).toString();
		return result.equals(this.text) ? this.text : result;
	}

	private String @Nullable [] ruleAt(int position) {
		char first = this.text.charAt(position);
		for (String[] rule : RULES) {
			if (rule[0].charAt(0) == first && this.text.startsWith(rule[0], position)) {
				return rule;
			}
		}
		return null;
	}

	private int end(String closer, int start) {
		int section = sectionEnd(start);
		boolean cut = TextCut.isCut(this.text, start, section);
		int last = cut ? section - 1 : section;
		if (closer.length() > 1) {
			// More errors follow in the same message
			for (int close = start; close < section; close++) {
				if (this.text.startsWith(closer, close)) {
					return close;
				}
			}
			return last;
		}
		for (int close = section - 1; close >= start && !closer.isEmpty() && !cut; close--) {
			if (this.text.charAt(close) == closer.charAt(0)) {
				return close;
			}
		}
		return last;
	}

	// The line break before the next stack trace line, or the end.
	private int sectionEnd(int start) {
		if (start >= this.sectionEnd) {
			int end = StackTraceLines.end(this.text, start);
			while (end < this.text.length()) {
				int next = StackTraceLines.end(this.text, end);
				if (StackTraceLines.isFrame(this.text, end, next)) {
					break;
				}
				end = next;
			}
			while (end > start && this.text.charAt(end - 1) <= ' ') {
				end--;
			}
			this.sectionEnd = end;
		}
		return this.sectionEnd;
	}

}
