// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Finds international bank account numbers: country, two check digits and as many letters
 * and digits as the country has, in groups of four or not, that pass the check. Any
 * thread.
 * <p>
 * Source: ISO 13616 and SWIFT's registry of IBAN formats.
 */
final class AccountNumbers {

	/** Countries with the length of their numbers. */
	private static final String LENGTHS = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18"
			+ "DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20"
			+ "LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24"
			+ "RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

	private static final int LETTERS = 26;

	/** Of a number that was cut. */
	private static final int LEAST_CUT = 7;

	private static final byte[] LENGTH = new byte[LETTERS * LETTERS];

	static {
		for (int i = 0; i < LENGTHS.length(); i += 4) {
			LENGTH[slot(LENGTHS.charAt(i), LENGTHS.charAt(i + 1))] = Byte.parseByte(LENGTHS.substring(i + 2, i + 4));
		}
	}

	private AccountNumbers() {
	}

	private static int slot(char first, char second) {
		return ((first | 0x20) - 'a') * LETTERS + (second | 0x20) - 'a';
	}

	/**
	 * Whether a country with its check digits stands there.
	 * @param text any text
	 * @param digits where the check digits would be
	 * @return whether a number may begin before them
	 */
	static boolean mayBegin(String text, int digits) {
		if (digits < 2 || digits + 1 >= text.length()) {
			return false;
		}
		char first = text.charAt(digits - 2);
		char second = text.charAt(digits - 1);
		return TextSigns.isLetter(first) && TextSigns.isLetter(second) && LENGTH[slot(first, second)] > 0
				&& TextSigns.isDigit(text.charAt(digits + 1)) && TextSigns.isStart(text, digits - 2);
	}

	/**
	 * Finds the number whose check digits stand there.
	 * @param text any text
	 * @param digits where {@link #mayBegin} said so
	 * @param found told where
	 * @return whether there is one
	 */
	static boolean find(String text, int digits, Found found) {
		int start = digits - 2;
		int length = LENGTH[slot(text.charAt(start), text.charAt(start + 1))];
		int count = 0;
		int remainder = 0;
		int end = start;
		for (int i = start; i < text.length() && count < length; i++) {
			char next = text.charAt(i);
			int separator = (count > 0 && count % 4 == 0 && i == end) ? TextSigns.separator(text, i) : 0;
			if (separator > 0) {
				i += separator - 1;
				continue;
			}
			if (!TextSigns.isLetterOrDigit(next)) {
				break;
			}
			// The first four count behind the others
			remainder = (count < 4) ? 0 : add(remainder, next);
			count++;
			end = i + 1;
		}
		boolean whole = count == length && TextSigns.isEnd(text, end) && check(remainder, text, start) == 1;
		boolean cut = count >= LEAST_CUT && count < length && TextSigns.isCut(text, end);
		return (whole || cut) && found.at(start, end, RedactionRule.IBAN);
	}

	private static int add(int remainder, char next) {
		return TextSigns.isDigit(next) ? (remainder * 10 + next - '0') % 97
				: (remainder * 100 + (next | 0x20) - 'a' + 10) % 97;
	}

	private static int check(int rest, String text, int start) {
		int remainder = rest;
		for (int i = start; i < start + 4; i++) {
			remainder = add(remainder, text.charAt(i));
		}
		return remainder;
	}

}
