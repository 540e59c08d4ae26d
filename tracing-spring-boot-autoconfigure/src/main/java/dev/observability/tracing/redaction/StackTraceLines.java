// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Tells the lines of a stack trace that hold no message. Strict, because a message may
 * hold a value with line breaks that imitates one. Any thread.
 */
final class StackTraceLines {

	private StackTraceLines() {
	}

	// The position after the line break that ends the line.
	static int end(String text, int start) {
		int lineBreak = text.indexOf('\n', start);
		return (lineBreak >= 0) ? lineBreak + 1 : text.length();
	}

	// Whether a line is "at package.Class.method(File.java:1)" or "... 12 more", indented
	// by a tab as "Throwable" prints it, or "... cut" where a span's was too long.
	static boolean isFrame(String text, int start, int end) {
		int position = start;
		while (position < end && text.charAt(position) == '\t') {
			position++;
		}
		int last = end;
		while (last > position && (text.charAt(last - 1) == '\n' || text.charAt(last - 1) == '\r')) {
			last--;
		}
		if (position == start) {
			return false;
		}
		if (text.startsWith("at ", position)) {
			return isCall(text, position + 3, last);
		}
		if (text.startsWith("... cut", position)) {
			return last == position + "... cut".length();
		}
		return text.startsWith("... ", position) && text.startsWith(" more", last - 5)
				&& isDigits(text, position + 4, last - 5);
	}

	private static boolean isCall(String text, int start, int end) {
		if (end <= start || text.charAt(end - 1) != ')') {
			return false;
		}
		int bracket = start;
		while (bracket < end && text.charAt(bracket) != '(') {
			char next = text.charAt(bracket);
			if (!Character.isJavaIdentifierPart(next) && "./@<>-+ ".indexOf(next) < 0) {
				return false;
			}
			bracket++;
		}
		if (bracket == start || bracket == end) {
			return false;
		}
		for (int i = bracket + 1; i < end - 1; i++) {
			char next = text.charAt(i);
			if (!Character.isJavaIdentifierPart(next) && ".:- <>".indexOf(next) < 0) {
				return false;
			}
		}
		return true;
	}

	private static boolean isDigits(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return start < end;
	}

}
