// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Makes up what applications say and nobody needs to hide.
 */
final class HarmlessValues {

	private static final List<String> WORDS = List.of("order", "payment", "Customer", "shipped", "cache", "miss",
			"retry", "after", "ms", "for", "warehouse", "updated", "queue", "key", "monkey", "author", "between",
			"table", "Berlin", "Zoe", "O'Hara", "über");

	private static final List<String> SENTENCES = List.of("Session: expired", "token expired",
			"invalid token: expected", "no password given", "Basic authentication failed", "Bearer token missing",
			"Bearer authentication is required", "the bearer of bad news", "Bearer realm=\"orders\"",
			"cookie consent shown", "user logged in", "password changed", "Secret rotation done",
			"the API key is missing");

	private static final List<String> ARTICLES = List.of("40", "45", "49", "5018", "5020", "5038", "978");

	private final Random random;

	HarmlessValues(Random random) {
		this.random = random;
	}

	String next() {
		return switch (this.random.nextInt(23)) {
			case 0 -> new UUID(this.random.nextLong(), this.random.nextLong()).toString();
			case 1 -> hex(32);
			case 2 -> hex(16) + "-" + hex(4);
			case 3 -> hex(40);
			case 4 -> failing(16);
			case 5 -> Long.toString(1_700_000_000_000L + this.random.nextInt(1_000_000_000));
			case 6 -> Long.toString(1_700_000_000_000_000_000L + this.random.nextInt(1_000_000_000));
			case 7 -> "com.example." + word() + ".Token" + word() + "Service$" + this.random.nextInt(9);
			case 8 -> "select a, b from " + word() + " where session_id = ? and n = " + this.random.nextInt(10_000);
			case 9 -> "update users set password = ?, token = $1 where id = :id";
			case 10 -> "https://host" + this.random.nextInt(9) + ":8080/" + word() + "/" + this.random.nextInt(100_000);
			case 11 ->
				this.random.nextInt(30) + "." + this.random.nextInt(30) + "." + this.random.nextInt(300) + "-RC1";
			case 12 -> Base64.getEncoder().encodeToString(bytes(32));
			case 13 -> Instant.ofEpochMilli(1_600_000_000_000L + this.random.nextInt()).toString();
			case 14 -> word() + " " + word() + " " + this.random.nextInt(1_000_000) + " " + word();
			case 15 -> Double.toString(this.random.nextDouble() * 1000);
			case 16 ->
				"10." + this.random.nextInt(256) + "." + this.random.nextInt(256) + ".1:" + this.random.nextInt(65_536);
			case 17 -> SENTENCES.get(this.random.nextInt(SENTENCES.size()));
			case 18 ->
				"java.lang.IllegalStateException: " + word() + "\n\tat a.SessionFactory.open(SessionFactory.java:12)";
			case 19 -> "{\"" + word() + "\":" + this.random.nextInt() + ",\"state\":\"" + word() + "\"}";
			case 20 -> article();
			case 21 -> "+49 " + (100 + this.random.nextInt(800)) + " " + (1_000_000 + this.random.nextInt(8_999_999));
			default -> "2026-01-" + (10 + this.random.nextInt(20)) + " 12:" + (10 + this.random.nextInt(50))
					+ ":05.123 " + word() + "=" + word();
		};
	}

	// Digits of an order that pass no check
	private String failing(int length) {
		StringBuilder digits = new StringBuilder();
		for (int i = 0; i < length; i++) {
			digits.append(this.random.nextInt(10));
		}
		int sum = 0;
		for (int i = 0; i < length; i++) {
			int digit = digits.charAt(length - 1 - i) - '0';
			sum += (i % 2 == 1) ? digit * 2 / 10 + digit * 2 % 10 : digit;
		}
		if (sum % 10 == 0) {
			int last = length - 1;
			digits.setCharAt(last, (char) ('0' + (digits.charAt(last) - '0' + 1) % 10));
		}
		return digits.toString();
	}

	// EAN-13 of Germany, Japan, the United Kingdom and of books
	private String article() {
		StringBuilder digits = new StringBuilder(ARTICLES.get(this.random.nextInt(ARTICLES.size())));
		while (digits.length() < 12) {
			digits.append(this.random.nextInt(10));
		}
		int sum = 0;
		for (int i = 0; i < 12; i++) {
			sum += (digits.charAt(i) - '0') * ((i % 2 == 0) ? 1 : 3);
		}
		return digits.append((10 - sum % 10) % 10).toString();
	}

	private String hex(int digits) {
		StringBuilder hex = new StringBuilder();
		while (hex.length() < digits) {
			hex.append(Character.forDigit(this.random.nextInt(16), 16));
		}
		return hex.toString();
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private String word() {
		return WORDS.get(this.random.nextInt(WORDS.size()));
	}

}
