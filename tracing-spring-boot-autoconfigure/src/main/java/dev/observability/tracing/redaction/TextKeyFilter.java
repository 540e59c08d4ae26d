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

	/** Keys in texts, by how they end. */
	private static final String[] ENDS = { "token", "secret", "secrets", "session", "cookie", "cookies", "pwd", "jwt",
			"bearer", "credential", "credentials", "csrf", "xsrf", "cvv", "cvc", "otp", "key", "password", "passwd",
			"passphrase", "passwords", "sessionid", "session_id", "session-id", "session.id", "sessid", "authorization",
			"enduser.id" };

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
		return (end - start >= LENGTH && this.ends[slot(text, end)]) || (this.any && end > start);
	}

	private static int slot(String text, int end) {
		int hash = (text.charAt(end - 3) | 0x20) * 961 + (text.charAt(end - 2) | 0x20) * 31
				+ (text.charAt(end - 1) | 0x20);
		return hash & (SIZE - 1);
	}

}
