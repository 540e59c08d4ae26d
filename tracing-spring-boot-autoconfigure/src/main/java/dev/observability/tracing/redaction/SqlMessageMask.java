// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Masks the values in what a database says of a failed statement. Works on sections, the
 * runs of lines between stack trace lines, because a value may hold line breaks. A server
 * does not escape a value, so a value may hold the quote or bracket that ends it: what is
 * masked runs from the first quote or bracket to the last of its kind in the section. Any
 * thread.
 */
final class SqlMessageMask {

	private final String text;

	private final StringBuilder masked;

	private SqlMessageMask(String text) {
		this.text = text;
		this.masked = new StringBuilder(text.length());
	}

	static String mask(String text) {
		if (!mayNeedMask(text)) {
			return text;
		}
		String masked = new SqlMessageMask(text).mask();
		return masked.equals(text) ? text : masked;
	}

	private static boolean mayNeedMask(String text) {
		for (int i = 0; i < text.length(); i++) {
			char next = text.charAt(i);
			if (next == '\'' || next == '"' || next == '(' || next == '$' || (next >= '0' && next <= '9')) {
				return true;
			}
		}
		return false;
	}

	private String mask() {
		int position = 0;
		while (position < this.text.length()) {
			int start = position;
			int end = StackTraceLines.end(this.text, start);
			boolean frame = StackTraceLines.isFrame(this.text, start, end);
			while (!frame && end < this.text.length()) {
				int next = StackTraceLines.end(this.text, end);
				if (StackTraceLines.isFrame(this.text, end, next)) {
					break;
				}
				end = next;
			}
			if (frame) {
				this.masked.append(this.text, start, end);
			}
			else {
				maskSection(start, end);
			}
			position = end;
		}
		return this.masked.toString();
	}

	private void maskSection(int start, int end) {
		SqlSection section = new SqlSection(this.text, start, end);
		int position = start;
		while (position < end) {
			char next = this.text.charAt(position);
			position = switch (next) {
				case '"', '\'' -> quoted(section, position);
				case '(' -> bracket(section, position);
				case '$' -> dollar(section, position);
				case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(section, position);
				default -> append(position, position + 1);
			};
		}
	}

	private int quoted(SqlSection section, int open) {
		if (section.isContraction(open)) {
			return append(open, open + 1);
		}
		int nameEnd = section.quotedNameEnd(open);
		if (nameEnd >= 0) {
			return append(open, nameEnd + 1);
		}
		return maskTo(section, open, section.closingQuote(open));
	}

	private int bracket(SqlSection section, int open) {
		if (!section.holdsValues(open)) {
			return append(open, open + 1);
		}
		return maskTo(section, open, section.last(')', open));
	}

	private int dollar(SqlSection section, int open) {
		int tagEnd = section.dollarTagEnd(open);
		if (tagEnd < 0) {
			// A parameter, $1, or part of a name
			int end = section.numberEnd(open + 1);
			return append(open, end);
		}
		return maskTo(section, open, section.last('$', tagEnd));
	}

	private int number(SqlSection section, int start) {
		int end = section.numberEnd(start);
		if (section.isJsonLine(start, end)) {
			// The rest is the line of a document, which nothing ends
			this.masked.append("?: ?");
			return section.textEnd();
		}
		if (section.isName(start, end) || section.isErrorCode(start, end)) {
			return append(start, end);
		}
		this.masked.append('?');
		return end;
	}

	// Replaces all between two characters; without the second, all to the end.
	private int maskTo(SqlSection section, int open, int close) {
		int end = (close > open) ? close : section.textEnd();
		if (end == open + 1 && close > open) {
			return append(open, close + 1);
		}
		this.masked.append(this.text.charAt(open)).append('?');
		return (close > open) ? append(close, close + 1) : end;
	}

	private int append(int start, int end) {
		this.masked.append(this.text, start, end);
		return end;
	}

}
