// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Finds what follows the name of an authentication scheme, {@code Bearer} or
 * {@code Basic}, in one word of which nobody would say that it is English. Any thread.
 */
final class SchemeCredentials {

	private static final String BEARER = "bearer";

	private static final String BASIC = "basic";

	/** No word is longer. */
	private static final int LEAST_OPAQUE = 20;

	/** Shorter words of letters alone are English, such as "of" and "missing". */
	private static final int LEAST_WORD = 8;

	/** How longer words begin that are English behind "Bearer". */
	private static final String[] PROSE = { "authenti", "authori", "token", "credential", "assertion", "challenge",
			"certificate", "instrument", "security", "protocol", "mechanism", "strategy", "validat", "verif",
			"introspect", "resolver", "converter", "interceptor", "exception", "undefined", "required", "expected",
			"provided", "supported", "presented", "received", "rejected", "malformed" };

	private static final int LEAST_BASIC = 8;

	private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	private SchemeCredentials() {
	}

	/**
	 * Whether the name of a scheme stands there, and a blank behind it.
	 * @param text any text
	 * @param position of the "B"
	 * @return whether it does
	 */
	static boolean mayBegin(String text, int position) {
		if (position + 1 == text.length()) {
			return false;
		}
		int second = text.charAt(position + 1) | 0x20;
		String name = (second == 'e') ? BEARER : BASIC;
		return (second == 'e' || second == 'a') && text.regionMatches(true, position, name, 0, name.length())
				&& blank(text, position + name.length()) > 0;
	}

	private static int blank(String text, int position) {
		if (position >= text.length()) {
			return 0;
		}
		char next = text.charAt(position);
		return (next == '\t') ? 1 : (next != '-') ? TextSigns.separator(text, position) : 0;
	}

	/**
	 * Finds what follows "Bearer" or "Basic".
	 * @param text any text
	 * @param position of the "B"
	 * @param found told where
	 * @return whether there is a credential
	 */
	static boolean find(String text, int position, Found found) {
		if (!mayBegin(text, position) || !TextSigns.isStart(text, position)) {
			return false;
		}
		boolean bearer = (text.charAt(position + 1) | 0x20) == 'e';
		int start = credentialStart(text, position + (bearer ? BEARER : BASIC).length());
		int end = Credentials.tokenEnd(text, start);
		if (end - start > 2 && TextSigns.isCut(text, end)) {
			return found.at(start, end, RedactionRule.BEARER);
		}
		// The full stop of a sentence
		while (end > start && text.charAt(end - 1) == '.') {
			end--;
		}
		if (isParameter(text, start, end)) {
			return false;
		}
		if (bearer) {
			return isBearer(text, start, end) && found.at(start, bearerEnd(text, end), RedactionRule.BEARER);
		}
		int dot = dot(text, start, end);
		boolean basic = dot - start >= LEAST_BASIC && isTelling(text, start, dot)
				&& (dot == end || holdsColon(text, start, dot));
		return basic && found.at(start, dot, RedactionRule.BEARER);
	}

	// Behind blanks and the quote, escaped or not, of a credential that is quoted
	private static int credentialStart(String text, int from) {
		int start = from;
		int blank = blank(text, start);
		while (blank > 0) {
			start += blank;
			blank = blank(text, start);
		}
		if (text.startsWith("%22", start)) {
			return start + 3;
		}
		int quote = start;
		while (quote < text.length() && text.charAt(quote) == '\\') {
			quote++;
		}
		boolean quoted = quote < text.length() && (text.charAt(quote) == '"' || text.charAt(quote) == '\'');
		return quoted ? quote + 1 : start;
	}

	// What a server asks for: Bearer realm="orders". A quote that closes follows the sign
	// of a padded credential, one that opens that of a name
	private static boolean isParameter(String text, int start, int end) {
		int name = start;
		while (name < end && (TextSigns.isLetter(text.charAt(name)) || text.charAt(name) == '_')) {
			name++;
		}
		if (name == start || name != end - 1 || text.charAt(name) != '=') {
			return false;
		}
		int quote = end;
		while (quote < text.length() && text.charAt(quote) == '\\') {
			quote++;
		}
		return quote + 1 < text.length() && text.charAt(quote) == '"'
				&& (TextSigns.isLetterOrDigit(text.charAt(quote + 1)) || text.charAt(quote + 1) == '/');
	}

	private static boolean isBearer(String text, int start, int end) {
		int length = end - start;
		if (length >= LEAST_OPAQUE || isTelling(text, start, end)) {
			return length > 0;
		}
		if (length < LEAST_WORD) {
			return false;
		}
		for (String prose : PROSE) {
			if (text.regionMatches(true, start, prose, 0, prose.length())) {
				return false;
			}
		}
		return true;
	}

	private static int dot(String text, int start, int end) {
		int dot = start;
		while (dot < end && text.charAt(dot) != '.') {
			dot++;
		}
		return dot;
	}

	// Whether it is base64 of a name and a password, and no class of which a member
	// follows
	private static boolean holdsColon(String text, int start, int end) {
		int bits = 0;
		for (int i = start; i < end; i++) {
			int value = BASE64.indexOf(text.charAt(i));
			int count = (i - start) % 4;
			bits = (value < 0) ? 0 : bits << 6 | value;
			if (count > 0 && (bits >> 2 * (3 - count) & 0xff) == ':') {
				return true;
			}
		}
		return false;
	}

	// Whether it looks like no word
	private static boolean isTelling(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			char next = text.charAt(i);
			if (TextSigns.isDigit(next) || next == '=' || (i > start && next >= 'A' && next <= 'Z')) {
				return true;
			}
		}
		return false;
	}

	// Some servers join an id and a token by such a sign
	private static int bearerEnd(String text, int from) {
		int end = from;
		while (end < text.length() && (text.charAt(end) == '|' || text.charAt(end) == ':')) {
			int next = Credentials.tokenEnd(text, end + 1);
			if (next == end + 1) {
				break;
			}
			end = next;
		}
		return end;
	}

}
