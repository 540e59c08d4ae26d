// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

/**
 * Cuts texts that are too long for a line. Any thread.
 */
final class LogTexts {

	/** Stands where something was cut. */
	static final char CUT = '…';

	/** Longer than nearly every URL. */
	private static final int MAX_WORD = 2048;

	private LogTexts() {
	}

	static String cut(CharSequence text, int maxLength) {
		if (text.length() <= maxLength) {
			return text.toString();
		}
		int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
		return new StringBuilder(end + 1).append(text, 0, end).append(CUT).toString();
	}

	// Before a mask a cut must not part a URL from the "@" by which its password is
	// found:
	// the last word goes as a whole, or what begins a URL within a very long one.
	static String cutBeforeMask(String text, int maxLength) {
		if (text.length() <= maxLength) {
			return text;
		}
		int lowest = maxLength - Math.min(MAX_WORD, maxLength / 2);
		for (int end = maxLength; end > lowest; end--) {
			if (Character.isWhitespace(text.charAt(end - 1))) {
				return cut(text, end);
			}
		}
		int authority = text.lastIndexOf("//", maxLength - 1);
		return cut(text, (authority > 0 && isUnfinished(text, authority + 2, maxLength)) ? authority : maxLength);
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
