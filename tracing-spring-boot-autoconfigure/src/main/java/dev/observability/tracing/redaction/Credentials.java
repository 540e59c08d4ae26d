// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Finds credentials by their form: tokens, private keys, mail addresses. Any thread; each
 * looks at a bounded number of characters before it answers no.
 */
final class Credentials {

	private static final String BEGIN = "-----BEGIN ";

	private static final int MAX_LABEL = 64;

	/** Of an encoded {@code {"alg":"none"}} there are 18. */
	private static final int LEAST_TOKEN = 16;

	private static final String ENCODED_AT = "%40";

	/** Source: RFC 5321. */
	private static final int MAX_LOCAL = 64;

	private static final int MAX_DOMAIN = 255;

	private Credentials() {
	}

	/**
	 * Finds a JSON Web Token, signed or encrypted, or any other object in base64.
	 * @param text any text
	 * @param position of the "J" of "eyJ"
	 * @param from first character that may belong to it
	 * @param found told where
	 * @return whether there is one
	 */
	static boolean token(String text, int position, int from, Found found) {
		int start = position - 2;
		if (start < from || !text.startsWith("ey", start) || !TextSigns.isStart(text, start)) {
			return false;
		}
		int end = tokenEnd(text, position);
		return (end - start >= LEAST_TOKEN || TextSigns.isCut(text, end)) && found.at(start, end, RedactionRule.JWT);
	}

	static int tokenEnd(String text, int start) {
		int end = start;
		int length = tokenPart(text, end);
		while (length > 0) {
			end += length;
			length = tokenPart(text, end);
		}
		return end;
	}

	// The length of a character of base64 in either alphabet, of what stands between the
	// parts, and of those of them that are encoded for a URL
	private static int tokenPart(String text, int position) {
		if (position == text.length()) {
			return 0;
		}
		char next = text.charAt(position);
		if (TextSigns.isLetterOrDigit(next) || "-_.=+/~".indexOf(next) >= 0) {
			return 1;
		}
		boolean encoded = next == '%' && (text.regionMatches(true, position, "%2B", 0, 3)
				|| text.regionMatches(true, position, "%2F", 0, 3) || text.regionMatches(true, position, "%3D", 0, 3));
		return encoded ? 3 : 0;
	}

	/**
	 * Finds a private key, with the lines around it.
	 * @param text any text
	 * @param position of the first dash
	 * @param found told where
	 * @return whether there is one; it ends with the text where nothing else ends it
	 */
	static boolean privateKey(String text, int position, Found found) {
		if (!text.startsWith(BEGIN, position)) {
			return false;
		}
		int label = position + BEGIN.length();
		int bound = Math.min(text.length(), label + MAX_LABEL);
		int dashes = label;
		while (dashes < bound && text.charAt(dashes) != '-') {
			dashes++;
		}
		if (!text.substring(label, dashes).contains("PRIVATE KEY")) {
			return false;
		}
		int end = text.indexOf("-----END", dashes);
		int close = (end >= 0) ? text.indexOf("-----", end + 8) : -1;
		return found.at(position, (close >= 0) ? close + 5 : text.length(), RedactionRule.PRIVATE_KEY);
	}

	/**
	 * Whether an "@" stands there that is encoded for a URL.
	 * @param text any text
	 * @param position of the percent sign
	 * @return whether it does
	 */
	static boolean isEncodedAt(String text, int position) {
		return text.startsWith(ENCODED_AT, position);
	}

	/**
	 * Finds a mail address.
	 * @param text any text
	 * @param position of the "@", which may be encoded for a URL
	 * @param from first character that may belong to it
	 * @param found told where
	 * @return whether there is one
	 */
	static boolean mail(String text, int position, int from, Found found) {
		int start = position;
		int lowest = Math.max(from, position - MAX_LOCAL);
		while (start > lowest && isLocal(text.charAt(start - 1))) {
			start--;
		}
		int domain = position + (isEncodedAt(text, position) ? ENCODED_AT.length() : 1);
		int end = domain;
		int dot = -1;
		int bound = Math.min(text.length(), end + MAX_DOMAIN);
		while (end < bound && isDomain(text.charAt(end))) {
			dot = (text.charAt(end) == '.') ? end : dot;
			end++;
		}
		// The full stop of a sentence
		if (dot == end - 1 && dot > 0) {
			end = dot;
			dot = text.lastIndexOf('.', end - 1);
		}
		boolean whole = dot > domain && end - dot > 2;
		return start < position && !MaskedValues.endsAt(text, position)
				&& (whole || end > domain && TextSigns.isCut(text, end)) && found.at(start, end, RedactionRule.EMAIL);
	}

	// Names are written in any alphabet, some with marks of their own on a letter
	private static boolean isDomain(char next) {
		return TextSigns.isLetterOrDigit(next) || next == '-' || next == '.' || (next > 127
				&& (Character.isLetterOrDigit(next) || Character.getType(next) == Character.NON_SPACING_MARK));
	}

	private static boolean isLocal(char next) {
		return TextSigns.isLetterOrDigit(next) || ".!#$%&'*+/=?^_`{|}~-".indexOf(next) >= 0 || next > 127;
	}

}
