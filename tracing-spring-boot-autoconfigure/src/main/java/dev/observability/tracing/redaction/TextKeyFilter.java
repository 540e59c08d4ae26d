// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.Arrays;
import java.util.List;

/**
 * Tells by its last characters whether a word may be the key of a secret: every colon of
 * every log line is asked for, so nothing is made for those that are none. Any thread.
 */
final class TextKeyFilter {

	private static final int LENGTH = 3;

	private static final int SIZE = 1024;

	/** Of the number of one of several, and of what parts it from the name. */
	private static final int MAX_DIGITS = 8;

	/** How keys in texts end, without what may stand behind it. */
	private static final String[] ENDS = { "token", "secret", "ession", "cookie", "pwd", "jwt", "bearer", "credential",
			"csrf", "xsrf", "cvv", "cvc", "otp", "key", "word", "passwd", "phrase", "sessionid", "session_id",
			"session-id", "session.id", "sessid", "jsessionidsso", "authorization" };

	/** By the last three characters. */
	private final String[][] ends = new String[SIZE][];

	private final boolean any;

	TextKeyFilter(List<KeyPattern> more) {
		boolean any = false;
		Arrays.fill(this.ends, new String[0]);
		for (String end : ENDS) {
			add(end);
		}
		for (KeyPattern pattern : more) {
			String end = pattern.end();
			String last = end.substring(end.lastIndexOf('.') + 1);
			// Too short to tell, or what stands before it may be any separator
			any |= last.length() < LENGTH;
			if (last.length() >= LENGTH) {
				add(last);
			}
		}
		this.any = any;
	}

	private void add(String end) {
		int slot = slot(end, end.length());
		int count = this.ends[slot].length;
		this.ends[slot] = Arrays.copyOf(this.ends[slot], count + 1);
		this.ends[slot][count] = end;
	}

	boolean mayEnd(String text, int start, int end) {
		return is(text, start, end) || (this.any && end > start) || (end > start && mayEndBefore(text, start, end));
	}

	private boolean is(String text, int start, int end) {
		if (end - start < LENGTH) {
			return false;
		}
		for (String word : this.ends[slot(text, end)]) {
			if (end - word.length() >= start && text.regionMatches(true, end - word.length(), word, 0, word.length())) {
				return true;
			}
		}
		return false;
	}

	// As KeyWords leaves out numbers, the "s" of several and words that say nothing
	private boolean mayEndBefore(String text, int start, int end) {
		if (!mayBeMore(text.charAt(end - 1))) {
			return false;
		}
		int one = singular(text, start, end);
		int value = value(text, start, one);
		if (value == one) {
			return one < end && is(text, start, one);
		}
		return is(text, start, value) || is(text, start, singular(text, start, value));
	}

	private static boolean mayBeMore(char last) {
		return switch (last | 0x20) {
			case 's', 'e', 'h', 'm', 'n' -> true;
			default -> TextSigns.isDigit(last);
		};
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
