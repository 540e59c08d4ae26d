// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * What stands in the place of a hidden value: {@code REDACTED}, or a hash that can be
 * told from a value, so that what is hidden once is not hidden again. Any thread.
 */
final class MaskedValues {

	private static final String HASH = "hash:";

	private static final int DIGITS = 16;

	private MaskedValues() {
	}

	static String mask(RedactionMode mode, KeyedHash hash, String value) {
		if (mode != RedactionMode.HASH) {
			return Redactor.MASK;
		}
		String digits = hash.of(value);
		return digits.equals(Redactor.MASK) ? digits : HASH + digits;
	}

	static boolean is(String value) {
		return value.equals(Redactor.MASK) || isHash(value, 0, value.length());
	}

	static boolean endsAt(String text, int end) {
		return text.startsWith(Redactor.MASK, end - Redactor.MASK.length())
				|| isHash(text, end - HASH.length() - DIGITS, end);
	}

	static boolean isHash(String text, int start, int end) {
		if (end - start != HASH.length() + DIGITS || !text.startsWith(HASH, start)) {
			return false;
		}
		for (int i = start + HASH.length(); i < end; i++) {
			char next = text.charAt(i);
			if (!TextSigns.isDigit(next) && (next < 'a' || next > 'f')) {
				return false;
			}
		}
		return true;
	}

}
