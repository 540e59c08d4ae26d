// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Hides the secrets within a text that are known by their form or by the key before them.
 * Any thread; one pass, in time linear in the length of the text; most texts are passed
 * without an object being made. For one text.
 */
final class SecretText {

	private static final byte DIGIT = 1;

	private static final byte DASH = 2;

	private static final byte SCHEME = 3;

	private static final byte TOKEN = 4;

	private static final byte SIGN = 5;

	private static final byte AT = 6;

	private static final byte PERCENT = 7;

	private static final byte ESCAPE = 8;

	private static final byte ELEMENT = 9;

	private static final byte[] TRIGGERS = new byte[128];

	/** Of what the mask for messages of a database would part. */
	private static final byte[] EARLY_TRIGGERS = new byte[TRIGGERS.length];

	static {
		for (char digit = '0'; digit <= '9'; digit++) {
			TRIGGERS[digit] = DIGIT;
		}
		TRIGGERS['-'] = DASH;
		TRIGGERS['b'] = SCHEME;
		TRIGGERS['B'] = SCHEME;
		TRIGGERS['J'] = TOKEN;
		TRIGGERS['='] = SIGN;
		TRIGGERS[':'] = SIGN;
		TRIGGERS['@'] = AT;
		TRIGGERS['%'] = PERCENT;
		TRIGGERS['\\'] = ESCAPE;
		TRIGGERS['>'] = ELEMENT;
		System.arraycopy(TRIGGERS, 0, EARLY_TRIGGERS, 0, TRIGGERS.length);
		for (char key : "-=:>".toCharArray()) {
			EARLY_TRIGGERS[key] = 0;
		}
	}

	private final RedactionRules rules;

	private final String key;

	private final String text;

	private final boolean early;

	private final KeyedValues values;

	private final Found found = new Found();

	/** Everything before this position is in {@link #masked} or unchanged. */
	private int done;

	/** Where the digits end that were looked at last. */
	private int digitsEnd;

	/** Where a number of a card among them may end. */
	private int cardsEnd;

	private @Nullable StringBuilder masked;

	private SecretText(RedactionRules rules, String key, String text, boolean early) {
		this.rules = rules;
		this.key = key;
		this.text = text;
		this.early = early;
		this.values = new KeyedValues(rules.keys(), text);
	}

	/**
	 * Hides secrets.
	 * @param rules which
	 * @param key what the text belongs to, for the ledger
	 * @param text any text
	 * @return the same instance where there is none
	 */
	static String mask(RedactionRules rules, String key, String text) {
		int position = 0;
		while (position < text.length()) {
			char next = text.charAt(position);
			byte trigger = (next < TRIGGERS.length) ? TRIGGERS[next] : 0;
			if (trigger == 0) {
				position++;
				continue;
			}
			int end = (trigger == DIGIT) ? digitsEnd(text, position) : position + 1;
			if (isSuspect(rules, text, position, end, trigger)) {
				return new SecretText(rules, key, text, false).mask(position, TRIGGERS);
			}
			position = end;
		}
		return text;
	}

	/**
	 * Hides those secrets known by their form of which the mask for messages of a
	 * database would leave a part, since it takes their digits for values: tokens,
	 * credentials, accounts, addresses. To be called before that; it leaves quotes and
	 * brackets, by which that one knows values.
	 * @param rules which
	 * @param key what the text belongs to, for the ledger
	 * @param text any text
	 * @return the same instance where there is none
	 */
	static String maskEarly(RedactionRules rules, String key, String text) {
		for (int position = 0; position < text.length(); position++) {
			char next = text.charAt(position);
			byte trigger = (next < EARLY_TRIGGERS.length) ? EARLY_TRIGGERS[next] : 0;
			boolean suspect = (trigger == DIGIT)
					? AccountNumbers.mayBegin(text, position) || TextSigns.isBehindEscape(text, position)
					: trigger != 0 && isSuspect(rules, text, position, position + 1, trigger);
			if (suspect) {
				return new SecretText(rules, key, text, true).mask(position, EARLY_TRIGGERS);
			}
		}
		return text;
	}

	// Cheap, and never false where there is a secret
	private static boolean isSuspect(RedactionRules rules, String text, int position, int end, byte trigger) {
		return switch (trigger) {
			case DIGIT -> CardNumbers.mayBe(text, position, end) || AccountNumbers.mayBegin(text, position);
			case DASH -> text.startsWith("-----B", position);
			case SCHEME -> SchemeCredentials.mayBegin(text, position);
			case TOKEN -> position > 1 && text.charAt(position - 1) == 'y' && text.charAt(position - 2) == 'e';
			case SIGN -> TextKey.is(rules.keys(), text, position, 0);
			case PERCENT ->
				isEscapedKey(rules, text, position) || (rules.mails() && Credentials.isEncodedAt(text, position));
			case ESCAPE -> isEscapedKey(rules, text, position);
			case ELEMENT -> TextKey.isElement(rules.keys(), text, position, 0);
			default -> rules.mails();
		};
	}

	private static boolean isEscapedKey(RedactionRules rules, String text, int position) {
		return TextKey.escapedSign(text, position) > 0 && TextKey.is(rules.keys(), text, position, 0);
	}

	// Behind digits and single separators between them
	private static int digitsEnd(String text, int start) {
		int end = start + 1;
		while (end < text.length()) {
			if (TextSigns.isDigit(text.charAt(end))) {
				end++;
				continue;
			}
			int next = end + TextSigns.separator(text, end);
			if (next == end || next >= text.length() || !TextSigns.isDigit(text.charAt(next))) {
				break;
			}
			end = next + 1;
		}
		return end;
	}

	private String mask(int start, byte[] triggers) {
		int position = start;
		while (position < this.text.length()) {
			char next = this.text.charAt(position);
			byte trigger = (next < triggers.length) ? triggers[next] : 0;
			if (trigger == 0) {
				position++;
				continue;
			}
			int end = (trigger == DIGIT) ? digitsEnd(position) : position + 1;
			if (find(position, end, trigger)) {
				hide();
				position = Math.max(this.done, position + 1);
			}
			else {
				position = end;
			}
		}
		StringBuilder masked = this.masked;
		return (masked != null) ? masked.append(this.text, this.done, this.text.length()).toString() : this.text;
	}

	// A card may be followed by a thousand more
	private int digitsEnd(int position) {
		if (position >= this.digitsEnd) {
			this.digitsEnd = digitsEnd(this.text, position);
			this.cardsEnd = CardNumbers.lastEnd(this.text, position, this.digitsEnd);
		}
		return this.digitsEnd;
	}

	private boolean find(int position, int end, byte trigger) {
		return switch (trigger) {
			case DIGIT -> digits(position, end);
			case DASH -> Credentials.privateKey(this.text, position, this.found);
			case SCHEME -> SchemeCredentials.find(this.text, position, this.found);
			case TOKEN -> Credentials.token(this.text, position, this.done, this.found);
			case SIGN -> this.values.find(position, this.done, this.found) && withForm();
			case PERCENT ->
				isEscapedKey(position) || (this.rules.mails() && Credentials.isEncodedAt(this.text, position)
						&& Credentials.mail(this.text, position, this.done, this.found));
			case ESCAPE -> isEscapedKey(position);
			case ELEMENT -> this.values.element(position, this.done, this.found);
			default -> this.rules.mails() && Credentials.mail(this.text, position, this.done, this.found);
		};
	}

	private boolean isEscapedKey(int position) {
		return TextKey.escapedSign(this.text, position) > 0 && this.values.find(position, this.done, this.found)
				&& withForm();
	}

	// What a key hides goes to the next blank; a number of a card, a private key and what
	// follows the name of a scheme have some
	private boolean withForm() {
		int start = this.found.start();
		int end = this.found.end();
		boolean form = switch (this.text.charAt(start)) {
			case '-' -> Credentials.privateKey(this.text, start, this.found);
			case 'b', 'B' -> SchemeCredentials.find(this.text, start, this.found);
			default -> false;
		};
		int position = start;
		while (position < end && !form) {
			int next = position + 1;
			if (TextSigns.isDigit(this.text.charAt(position))) {
				next = digitsEnd(position);
				form = digits(position, next) && this.found.end() > end;
			}
			position = next;
		}
		boolean longer = form && this.found.end() > end;
		return this.found.at(start, longer ? this.values.wordEnd(this.found.end()) : end, RedactionRule.KEY);
	}

	private boolean digits(int start, int end) {
		if (start - 2 >= this.done && AccountNumbers.mayBegin(this.text, start)
				&& AccountNumbers.find(this.text, start, this.found)) {
			return true;
		}
		// Other numbers of cards are numbers to the mask for messages of a database
		boolean looked = !this.early || TextSigns.isBehindEscape(this.text, start);
		return looked && CardNumbers.mayBe(this.text, start, end)
				&& CardNumbers.find(this.text, start, end, this.cardsEnd, this.found);
	}

	private void hide() {
		String value = this.text.substring(this.found.start(), this.found.end());
		if (MaskedValues.is(value)) {
			return;
		}
		StringBuilder masked = this.masked;
		if (masked == null) {
			masked = new StringBuilder(this.text.length() + 16);
			this.masked = masked;
		}
		// A hash has digits
		String hidden = this.rules.hide(this.key, this.found.rule(), value);
		masked.append(this.text, this.done, this.found.start()).append(this.early ? Redactor.MASK : hidden);
		this.done = this.found.end();
	}

}
