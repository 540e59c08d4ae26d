// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import dev.observability.tracing.redaction.Redactor;

/**
 * Cuts texts that are too long for a line. Any thread.
 */
final class LogTexts {

	/** Stands where something was cut. */
	static final char CUT = Redactor.CUT;

	private LogTexts() {
	}

	static String cut(CharSequence text, int maxLength) {
		if (text.length() <= maxLength) {
			return text.toString();
		}
		int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
		return new StringBuilder(end + 1).append(text, 0, end).append(CUT).toString();
	}

	// Where no secret is parted from what tells of it
	static String cutBeforeMask(String text, int maxLength) {
		return cut(text, Redactor.standard().cutAt(text, maxLength));
	}

}
