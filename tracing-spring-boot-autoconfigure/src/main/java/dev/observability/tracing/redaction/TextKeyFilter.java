// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;

/**
 * Tells by the last three characters of a word whether it may be the key of a secret:
 * every colon of every log line is asked for. Any thread.
 */
final class TextKeyFilter {

	private static final int LENGTH = 3;

	private static final int SIZE = 1024;

	/** Of the number of one of several, and of what parts it from the name. */
	private static final int MAX_DIGITS = 8;

	/** Keys in texts, by how they end. */
	private static final String[] ENDS = { "token", "secret", "secrets", "session", "cookie", "cookies", "pwd", "jwt",
			"bearer", "credential", "credentials", "csrf", "xsrf", "cvv", "cvc", "otp", "key", "password", "passwd",
			"passphrase", "passwords", "sessionid", "session_id", "session-id", "session.id", "sessid", "jsessionidsso",
			"authorization", "enduser.id" };

	private final boolean[] ends = new boolean[SIZE];

	private final boolean any;

	TextKeyFilter(List<KeyPattern> more) {
		boolean any = false;
		for (String end : ENDS) {
			this.ends[slot(end, end.length())] = true;
		}
		for (KeyPattern pattern : more) {
			String end = pattern.end();
			String last = end.substring(end.lastIndexOf('.') + 1);
			// Too short to tell, or what stands before it may be any separator
			any |= last.length() < LENGTH;
			if (last.length() >= LENGTH) {
				this.ends[slot(last, last.length())] = true;
			}
		}
		this.any = any;
	}

	boolean mayEnd(String text, int start, int end) {
		return is(text, start, end) || (this.any && end > start) || (end > start && mayEndBefore(text, start, end));
	}

	private boolean is(String text, int start, int end) {
		return end - start >= LENGTH && this.ends[slot(text, end)];
	}

	// As KeyWords leaves out numbers, the "s" of several and words that say nothing
	private boolean mayEndBefore(String text, int start, int end) {
		int one = singular(text, start, end);
		int value = value(text, start, one);
		if (value == one) {
			return one < end && is(text, start, one);
		}
		return is(text, start, value) || is(text, start, singular(text, start, value));
	}

	private static int singular(String text, int start, int end) {
		int last = end;
		int lowest = Math.max(start, end - MAX_DIGITS);
		while (last > lowest && TextSigns.isDigit(text.charAt(last - 1))) {
			last--;
		}
		last = (last < end) ? withoutSeparators(text, start, last) : last;
		return (last > start && (text.charAt(last - 1) | 0x20) == 's') ? last - 1 : last;
	}

	private static int withoutSeparators(String text, int start, int end) {
		int last = end;
		int lowest = Math.max(start, end - MAX_DIGITS);
		while (last > lowest && "_-.".indexOf(text.charAt(last - 1)) >= 0) {
			last--;
		}
		return last;
	}

	private static int value(String text, int start, int end) {
		if (end <= start) {
			return end;
		}
		int length = switch (text.charAt(end - 1) | 0x20) {
			case 'e' -> is("value", text, end);
			case 'h' -> is("hash", text, end);
			case 'm' -> is("confirm", text, end);
			case 'n' -> is("confirmation", text, end);
			default -> 0;
		};
		return (length > 0 && end - length > start) ? withoutSeparators(text, start, end - length) : end;
	}

	private static int is(String word, String text, int end) {
		return text.regionMatches(true, end - word.length(), word, 0, word.length()) ? word.length() : 0;
	}

	private static int slot(String text, int end) {
		int hash = (text.charAt(end - 3) | 0x20) * 961 + (text.charAt(end - 2) | 0x20) * 31
				+ (text.charAt(end - 1) | 0x20);
		return hash & (SIZE - 1);
	}

}
