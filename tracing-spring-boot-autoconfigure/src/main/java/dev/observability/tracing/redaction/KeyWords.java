// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;
import java.util.Set;

/**
 * Splits keys into words, and knows those that stand for secrets. Any thread.
 * <p>
 * {@code accessToken}, {@code ACCESS_TOKEN}, {@code x-access-token} and
 * {@code http.request.header.access_token} are the same to it.
 */
final class KeyWords {

	/** Of a longer key only the end counts, which says what it is. */
	static final int MAX_LENGTH = 256;

	/** Words, or neighbours of each other, anywhere in the key. */
	private static final String[] SECRETS = { "secret", "secrets", "pwd", "jwt", "bearer", "credential", "credentials",
			"csrf", "xsrf", "cvv", "cvc", "otp", "api.key", "access.key", "private.key", "secret.key", "signing.key",
			"encryption.key", "subscription.key", "account.key", "auth.key" };

	/** Nothing else is made of these letters, whatever stands between them. */
	private static final String[] LETTERS = { "password", "passwd", "passphrase", "apikey", "secretkey", "accesskey",
			"privatekey" };

	/** Ends of words that somebody wrote together. */
	private static final String[] ENDS = { "secret", "pwd" };

	/** As those above, of what is also counted and timed. */
	private static final String[] TOKENS = { "token", "session", "cookie", "cookies" };

	private static final String[] TOKEN_LETTERS = { "sessionid", "jsessionid", "phpsessid" };

	private static final String[] TOKEN_ENDS = { "token", "cookie" };

	/**
	 * The last word of keys that tell something about a secret, and of types that work on
	 * one, whose names stand before a colon in messages.
	 */
	private static final Set<String> HARMLESS = Set.of("count", "size", "length", "type", "kind", "arn", "ttl",
			"timeout", "expiry", "expires", "expiration", "name", "algorithm", "enabled", "disabled", "status",
			"duration", "age", "url", "uri", "endpoint", "path", "host", "uid", "version", "policy", "exception",
			"error", "failure", "event", "attempts", "retries", "limit", "remaining", "total", "max", "min", "strength",
			"issuer", "audience", "subject", "domain", "site", "samesite", "state", "method", "source", "backend",
			"service", "controller", "repository", "manager", "factory", "encoder", "decoder", "provider", "filter",
			"handler", "validator", "properties", "generator");

	/** The last word of keys of secrets in texts, which say nothing more of them. */
	private static final List<String> VALUES = List.of("value", "hash", "confirmation", "confirm");

	/** Persons in the names of OpenTelemetry. */
	private static final Set<String> PERSONS = Set.of("user.name", "user.full.name", "user.email", "enduser.id");

	private KeyWords() {
	}

	/**
	 * Splits a key.
	 * @param key any
	 * @return its words in lower case, with a dot between them
	 */
	static String of(String key) {
		int start = Math.max(0, key.length() - MAX_LENGTH);
		StringBuilder words = new StringBuilder(key.length() - start + 8);
		for (int i = start; i < key.length(); i++) {
			char next = key.charAt(i);
			if (!Character.isLetterOrDigit(next)) {
				separate(words);
				continue;
			}
			if (Character.isUpperCase(next) && i > start && startsWord(key, i)) {
				separate(words);
			}
			words.append(Character.toLowerCase(next));
		}
		if (!words.isEmpty() && words.charAt(words.length() - 1) == '.') {
			words.setLength(words.length() - 1);
		}
		return words.toString();
	}

	private static void separate(StringBuilder words) {
		if (!words.isEmpty() && words.charAt(words.length() - 1) != '.') {
			words.append('.');
		}
	}

	// An upper case letter after a lower case one, or the last of several before one
	private static boolean startsWord(String key, int position) {
		char before = key.charAt(position - 1);
		if (!Character.isUpperCase(before)) {
			return true;
		}
		return position + 1 < key.length() && Character.isLowerCase(key.charAt(position + 1));
	}

	/**
	 * Says what the key of an attribute tells.
	 * @param words as {@link #of(String)} says
	 * @return {@link KeyRule#SECRET}, {@link KeyRule#TOKEN}, {@link KeyRule#TOKENS}, or
	 * {@link KeyRule#TEXT} for that of no secret
	 */
	static KeyRule rule(String words) {
		return PERSONS.contains(words) ? KeyRule.SECRET : rule(words, false);
	}

	/**
	 * Says what a word within a text, which may be any, tells of the value behind it.
	 * @param words as {@link #of(String)} says
	 * @return as {@link #rule(String)}, where the key ends with the words of a secret
	 */
	static KeyRule ruleInText(String words) {
		return rule(words, true);
	}

	private static KeyRule rule(String words, boolean end) {
		String one = singular(words);
		if (end) {
			one = singular(withoutValue(one));
		}
		if (isHarmless(words) || isHarmless(one)) {
			return KeyRule.TEXT;
		}
		KeyRule rule = ruleOf(words, end);
		if (rule != KeyRule.TEXT || one.length() == words.length()) {
			return rule;
		}
		rule = ruleOf(one, end);
		return (rule == KeyRule.TOKEN && words.endsWith("s")) ? KeyRule.TOKENS : rule;
	}

	// Without the number of one of several, or without the "s" of several
	private static String singular(String words) {
		int end = words.length();
		while (end > 0 && TextSigns.isDigit(words.charAt(end - 1))) {
			end--;
		}
		if (end > 0 && words.charAt(end - 1) == '.') {
			end--;
		}
		if (end > 1 && words.charAt(end - 1) == 's' && words.charAt(end - 2) != 's') {
			end--;
		}
		return words.substring(0, end);
	}

	private static String withoutValue(String words) {
		for (String value : VALUES) {
			if (words.endsWith(value)) {
				int end = words.length() - value.length();
				return words.substring(0, (end > 0 && words.charAt(end - 1) == '.') ? end - 1 : end);
			}
		}
		return words;
	}

	private static boolean isHarmless(String words) {
		return HARMLESS.contains(words.substring(words.lastIndexOf('.') + 1));
	}

	private static KeyRule ruleOf(String words, boolean end) {
		String last = words.substring(words.lastIndexOf('.') + 1);
		// Spring Security has keys such as "authorization.decision"
		if (last.equals("authorization") || has(words, SECRETS, end) || isTogether(words, LETTERS)
				|| endsAWord(words, ENDS, end)) {
			return KeyRule.SECRET;
		}
		boolean token = has(words, TOKENS, end) || isTogether(words, TOKEN_LETTERS)
				|| endsAWord(words, TOKEN_ENDS, end);
		return token ? KeyRule.TOKEN : KeyRule.TEXT;
	}

	private static boolean has(String words, String[] secrets, boolean end) {
		String all = '.' + words + '.';
		for (String secret : secrets) {
			int at = end ? all.length() - secret.length() - 1 : 1;
			at = all.indexOf(secret, Math.max(1, at));
			while (at > 0) {
				if (all.charAt(at - 1) == '.' && all.charAt(at + secret.length()) == '.') {
					return true;
				}
				at = all.indexOf(secret, at + 1);
			}
		}
		return false;
	}

	private static boolean isTogether(String words, String[] secrets) {
		String letters = words.replace(".", "");
		for (String together : secrets) {
			if (letters.contains(together)) {
				return true;
			}
		}
		return false;
	}

	private static boolean endsAWord(String words, String[] secrets, boolean last) {
		for (String end : secrets) {
			if (words.endsWith(end) || (!last && words.contains(end + '.'))) {
				return true;
			}
		}
		return false;
	}

}
