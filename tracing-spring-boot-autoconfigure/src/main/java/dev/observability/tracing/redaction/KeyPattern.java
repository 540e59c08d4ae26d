// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * A pattern for keys that the application configures: its words match those of a key that
 * is the same or ends with them; {@code *} stands for any characters. Any thread.
 */
final class KeyPattern {

	private static final char ANY = '*';

	private final String text;

	private final String[] parts;

	/**
	 * Creates a pattern.
	 * @param text such as {@code tax-id} or {@code customer.*}
	 */
	KeyPattern(String text) {
		this.text = text;
		String[] parts = text.split("\\*", -1);
		for (int i = 0; i < parts.length; i++) {
			parts[i] = words(parts[i]);
		}
		this.parts = parts;
	}

	// Separators at both ends stay, "customer.*" is not "customers"
	private static String words(String part) {
		String words = KeyWords.of(part);
		if (part.isEmpty()) {
			return words;
		}
		String before = Character.isLetterOrDigit(part.charAt(0)) ? "" : ".";
		String after = (Character.isLetterOrDigit(part.charAt(part.length() - 1)) || words.isEmpty()) ? "" : ".";
		return before + words + after;
	}

	/**
	 * Whether a text can be a pattern.
	 * @param text what was configured
	 * @return whether it has a letter or a digit
	 */
	static boolean isValid(String text) {
		return text.length() <= KeyWords.MAX_LENGTH && text.chars().anyMatch(Character::isLetterOrDigit);
	}

	/**
	 * Whether a key matches.
	 * @param words of the key, as {@link KeyWords#of(String)} says
	 * @return whether it does
	 */
	boolean matches(String words) {
		if (this.parts.length == 1) {
			String only = this.parts[0];
			return words.endsWith(only)
					&& (words.length() == only.length() || words.charAt(words.length() - only.length() - 1) == '.');
		}
		if (!words.startsWith(this.parts[0])) {
			return false;
		}
		int position = this.parts[0].length();
		for (int i = 1; i < this.parts.length - 1; i++) {
			int found = words.indexOf(this.parts[i], position);
			if (found < 0) {
				return false;
			}
			position = found + this.parts[i].length();
		}
		String last = this.parts[this.parts.length - 1];
		return words.length() - position >= last.length() && words.endsWith(last);
	}

	/**
	 * Returns the end that every key of it has.
	 * @return words, or nothing where it may end with anything
	 */
	String end() {
		return this.parts[this.parts.length - 1];
	}

	@Override
	public String toString() {
		return (this.text.indexOf(ANY) >= 0) ? this.text : this.text + " or *." + this.text;
	}

}
