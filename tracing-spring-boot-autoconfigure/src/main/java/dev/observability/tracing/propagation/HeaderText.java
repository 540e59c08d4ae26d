// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.BitSet;

/**
 * Characters of the headers' grammars, for what reads and writes them at steps 2 and 6 of
 * a request. Any thread.
 */
final class HeaderText {

	/** RFC 9110, section 5.6.2. */
	private static final BitSet TOKEN = new BitSet(128);

	/** W3C Baggage, section 3.2.1. */
	private static final BitSet BAGGAGE_OCTET = new BitSet(128);

	static {
		"!#$%&'*+-.^_`|~".chars().forEach(TOKEN::set);
		TOKEN.set('0', '9' + 1);
		TOKEN.set('A', 'Z' + 1);
		TOKEN.set('a', 'z' + 1);
		BAGGAGE_OCTET.set(0x21, 0x7E + 1);
		"\",;\\".chars().forEach(BAGGAGE_OCTET::clear);
	}

	private HeaderText() {
	}

	static boolean isToken(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (!TOKEN.get(text.charAt(i))) {
				return false;
			}
		}
		return start < end;
	}

	static boolean isBaggageOctets(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (!isBaggageOctet(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	static boolean isBaggageOctet(char character) {
		return BAGGAGE_OCTET.get(character);
	}

	// HTTP clients throw on any other, in the middle of the application's call
	static boolean isFieldValue(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character < 0x20 && character != '\t' || character == 0x7F || character > 0xFF) {
				return false;
			}
		}
		return true;
	}

	// Index of the first character that is no blank
	static int skipBlanks(String text, int start, int end) {
		int index = start;
		while (index < end && isBlank(text.charAt(index))) {
			index++;
		}
		return index;
	}

	// Index behind the last character that is no blank
	static int dropBlanks(String text, int start, int end) {
		int index = end;
		while (index > start && isBlank(text.charAt(index - 1))) {
			index--;
		}
		return index;
	}

	// Index of a character between two others, or the second of them
	static int find(String text, char character, int start, int end) {
		for (int i = start; i < end; i++) {
			if (text.charAt(i) == character) {
				return i;
			}
		}
		return end;
	}

	private static boolean isBlank(char character) {
		return character == ' ' || character == '\t';
	}

}
