// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Finds where to cut a text before it is masked: never between the beginning of a URL and
 * the "@" by which its password is found. The last word goes as a whole, or what begins a
 * URL within a very long one. Any thread.
 */
final class TextCut {

	/** Longer than nearly every URL. */
	private static final int MAX_WORD = 2048;

	private TextCut() {
	}

	static String cut(String text, int maxLength) {
		if (text.length() <= maxLength) {
			return text;
		}
		int end = end(text, maxLength);
		if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
			end--;
		}
		return new StringBuilder(end + 1).append(text, 0, end).append(Redactor.CUT).toString();
	}

	/**
	 * Whether what ends a value in a run of lines may have been cut off.
	 * @param text any text
	 * @param start first character of the run
	 * @param end its end, without blanks and line breaks
	 * @return whether the run ends with the sign of a cut
	 */
	static boolean isCut(String text, int start, int end) {
		return end > start && text.charAt(end - 1) == Redactor.CUT;
	}

	static int end(String text, int maxLength) {
		if (text.length() <= maxLength) {
			return text.length();
		}
		int lowest = maxLength - Math.min(MAX_WORD, maxLength / 2);
		for (int end = maxLength; end > lowest; end--) {
			if (Character.isWhitespace(text.charAt(end - 1))) {
				return end;
			}
		}
		int authority = text.lastIndexOf("//", maxLength - 1);
		return (authority > 0 && isUnfinished(text, authority + 2, maxLength)) ? authority : maxLength;
	}

	private static boolean isUnfinished(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			char next = text.charAt(i);
			if (next == '/' || next == '?' || next == '#' || Character.isWhitespace(next)) {
				return false;
			}
		}
		return true;
	}

}
