// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Makes up secrets of every form and key that redaction knows, and tells whether a text
 * holds anything of one.
 */
public final class PlantedSecrets {

	/** Of base64 in the alphabet of tokens. */
	private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	private static final List<String> KEYS = List.of("password", "db.password", "userPassword", "passwd",
			"client_secret", "clientSecret", "access_token", "accessToken", "x-api-key", "apiKey", "session.id",
			"JSESSIONID", "csrf-token", "http.request.header.authorization", "http.request.header.cookie",
			"http.response.header.set-cookie", "aws_secret_access_key", "private_key", "credentials", "X-Auth-Token",
			"refreshTokens", "token1", "dbpwd", "set-cookie2");

	/** Keys that stand before values in texts. */
	private static final List<String> WORDS = List.of("password", "userPassword", "passwd", "client_secret",
			"clientSecret", "access_token", "accessToken", "x-api-key", "apiKey", "sessionId", "JSESSIONID", "Cookie",
			"Authorization", "Set-Cookie", "csrf-token", "private_key", "refreshTokens", "tokenValue", "passwordHash",
			"password2", "JSESSIONIDSSO", "dbpwd", "credentials");

	/** What may stand before what has a form, in a text that is encoded or escaped. */
	private static final List<String> BEFORE = List.of("", "", "", "card%3D", "%20", "%253D", "token\\u003d",
			"a\\u0020");

	private static final List<String> AFTER = List.of("", "", "", "%26x", "%203DS", "\\u0026", " 10.00 EUR");

	/** What names a scheme, with what ends its credential. */
	private static final List<String> SCHEMES = List.of("Bearer |", "bearer |", "Bearer  |", "Bearer \"|\"",
			"Bearer%20|", "Bearer+|");

	private static final List<String> ISSUERS = List.of("4", "51", "55", "2221", "2720", "34", "37", "6011", "65", "36",
			"3528", "62");

	private static final List<String> COUNTRIES = List.of("DE22", "GB22", "FR27", "NL18", "NO15", "CH21", "ES24",
			"MT31");

	private final Random random;

	/**
	 * Creates it.
	 * @param random where all comes from
	 */
	public PlantedSecrets(Random random) {
		this.random = random;
	}

	/**
	 * Makes up a secret whose key tells it.
	 * @return with a key
	 */
	public Planted keyed() {
		String secret = letters(12 + this.random.nextInt(20));
		return new Planted(pick(KEYS), secret, secret);
	}

	/**
	 * Makes up a text with a secret that its form or a word before it tells.
	 * @return with a key that tells nothing
	 */
	public Planted formed() {
		return switch (this.random.nextInt(9)) {
			case 0 -> beside(token());
			case 1 -> bearer();
			case 2 -> key();
			case 3 -> beside(grouped(card(), 4));
			case 4 -> beside(grouped(account(), 4));
			case 5 -> within("https://user:", letters(16), "@host/x");
			case 6 -> within("GET /orders?" + letters(5) + "=", letters(16), "&page=");
			case 7 -> basic();
			default -> assigned();
		};
	}

	/**
	 * Makes up the number of a card that is known where it is a number, too.
	 * @return whose text is of 15 or 16 digits only
	 */
	public Planted number() {
		String card = card();
		return (card.length() > 14) ? new Planted("number", card, card) : number();
	}

	private Planted bearer() {
		String scheme = pick(SCHEMES);
		int credential = scheme.indexOf('|');
		return within(pick(BEFORE) + scheme.substring(0, credential), letters(16 + this.random.nextInt(40)),
				scheme.substring(credential + 1) + pick(AFTER));
	}

	private Planted basic() {
		String credential = letters(4) + ":" + letters(6 + this.random.nextInt(12));
		return within(pick(BEFORE) + pick(List.of("Basic ", "basic ", "Basic%20", "Basic  ")),
				Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8)), pick(AFTER));
	}

	private Planted beside(String secret) {
		return within(pick(BEFORE), secret, pick(AFTER));
	}

	private Planted assigned() {
		String secret = letters(16 + this.random.nextInt(10));
		String key = pick(WORDS);
		return switch (this.random.nextInt(11)) {
			case 0 -> within(key + "=", secret, "");
			case 5 -> within(key + pick(List.of(" => ", " == ", " := ", "\t\t= ", "    : ")), secret, "");
			case 6 -> within(key + pick(List.of("={noop}", ": {SSHA}", "=[a]")), secret, "");
			case 7 -> within("<" + key + ">", secret, "</" + key + ">");
			case 8 -> within(key + pick(List.of("%3D", "\\u003d", "%3a")), secret, "");
			case 9 -> within("\\n" + key + "='it''s ", secret, "'");
			case 10 -> within("[" + key + ":\"a\", \"", secret, "\"]");
			case 1 -> within(key + ": ", secret, "");
			case 2 -> within("{\"" + key + "\":\"", secret, "\",\"page\":1}");
			case 3 -> within("{" + key + "=", secret, ", page=1}");
			default -> within("{\\\"" + key + "\\\":\\\"", secret, "\\\"}");
		};
	}

	private Planted within(String before, String secret, String after) {
		String text = pick(List.of("", "failed for ", "order 12, ", "a=1 ", "(", "id=", "12.50 ", "c42 ")) + before
				+ secret + after
				+ pick(List.of("", " and so on", ", x", "\n\tat a.B.c(B.java:1)", ").", " 3DS ok", " 10.0.0.1"));
		return new Planted("note", text, secret);
	}

	private String token() {
		return "eyJ" + letters(20 + this.random.nextInt(20)) + "." + letters(30) + "." + letters(43);
	}

	private Planted key() {
		StringBuilder lines = new StringBuilder();
		for (int i = 0; i < 4; i++) {
			lines.append(letters(64)).append('\n');
		}
		String label = pick(List.of("", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH ")) + "PRIVATE KEY-----";
		String end = this.random.nextBoolean() ? "-----END " + label : "";
		return new Planted("note", "read -----BEGIN " + label + "\n" + lines + end, lines.toString());
	}

	private String card() {
		String issuer = pick(ISSUERS);
		int length = switch (issuer) {
			case "34", "37" -> 15;
			case "36" -> 14;
			default -> 16;
		};
		StringBuilder digits = new StringBuilder(issuer);
		while (digits.length() < length - 1) {
			digits.append(this.random.nextInt(10));
		}
		for (char last = '0'; last <= '9'; last++) {
			if (sum(digits.toString() + last) % 10 == 0) {
				return digits.append(last).toString();
			}
		}
		throw new IllegalStateException();
	}

	private static int sum(String digits) {
		int sum = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(digits.length() - 1 - i) - '0';
			int counted = (i % 2 == 1) ? 2 * digit : digit;
			sum += (counted > 9) ? counted - 9 : counted;
		}
		return sum;
	}

	private String account() {
		String country = pick(COUNTRIES);
		StringBuilder rest = new StringBuilder();
		while (rest.length() < Integer.parseInt(country.substring(2)) - 4) {
			rest.append(this.random.nextInt(10));
		}
		String letters = country.substring(0, 2);
		String number = rest.toString() + (letters.charAt(0) - 'A' + 10) + (letters.charAt(1) - 'A' + 10) + "00";
		int check = 98 - new BigInteger(number).mod(BigInteger.valueOf(97)).intValue();
		return letters + String.format(Locale.ROOT, "%02d", check) + rest;
	}

	private String grouped(String text, int size) {
		String separator = pick(List.of("", " ", "-", "+", "%20"));
		StringBuilder groups = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			groups.append((i > 0 && i % size == 0) ? separator : "").append(text.charAt(i));
		}
		return groups.toString();
	}

	private String letters(int length) {
		StringBuilder letters = new StringBuilder("x");
		for (int i = 1; i < length; i++) {
			letters.append(LETTERS.charAt(this.random.nextInt(LETTERS.length())));
		}
		// Nobody takes it for prose
		return letters.append(this.random.nextInt(10)).toString();
	}

	private String pick(List<String> texts) {
		return texts.get(this.random.nextInt(texts.size()));
	}

	/**
	 * A value with a secret in it.
	 *
	 * @param key what it belongs to
	 * @param text that holds it
	 * @param secret what must not leave
	 */
	public record Planted(String key, String text, String secret) {

		/** As many characters of a secret are a part of it and no accident. */
		private static final int TELLING = 10;

		/**
		 * Whether a text holds a part of the secret.
		 * @param output what left
		 * @return whether it does
		 */
		public boolean isIn(String output) {
			return parts().anyMatch(output::contains);
		}

		private Stream<String> parts() {
			return IntStream.iterate(0, (start) -> start + TELLING <= this.secret.length(), (start) -> start + 5)
				.mapToObj((start) -> this.secret.substring(start, start + TELLING));
		}

		/**
		 * Looks for many secrets in a long text at once.
		 * @param planted the secrets
		 * @param output what left
		 * @return a part of a secret that is in it, {@code null} where none is
		 */
		public static @Nullable String firstIn(Collection<Planted> planted, String output) {
			Set<String> parts = planted.stream().flatMap(Planted::parts).collect(Collectors.toSet());
			for (int start = 0; start + TELLING <= output.length(); start++) {
				String part = output.substring(start, start + TELLING);
				if (parts.contains(part)) {
					return part;
				}
			}
			return null;
		}

		/**
		 * Whether bytes hold a part of the secret.
		 * @param output what left
		 * @return whether they do
		 */
		public boolean isIn(byte[] output) {
			return isIn(new String(output, StandardCharsets.ISO_8859_1));
		}

		@Override
		public String toString() {
			return this.key + "=" + this.text + " ["
					+ Base64.getEncoder().encodeToString(this.secret.getBytes(StandardCharsets.UTF_8)) + "]";
		}

	}

}
