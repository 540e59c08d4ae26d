// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.observability.tracing.testing.PlantedSecrets;
import dev.observability.tracing.testing.PlantedSecrets.Planted;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the engine with values that are made up: none of a secret leaves, whole or
 * cut, what is harmless stays, and no input is too strange or too long.
 */
class PlantedSecretsTests {

	private static final String SIGNS = "\"'\\:=@-{}[] \u2026\ud800eyJ4b";

	private final Redactor redactor = Redactor.standard();

	@Test
	void nothingOfASecretLeaves() {
		plant(40_000, 20_261_122L);
	}

	@Test
	@Tag("long")
	void nothingOfAMillionSecretsLeaves() {
		plant(1_000_000, new Random().nextLong());
	}

	private void plant(int rounds, long seed) {
		Random random = new Random(seed);
		PlantedSecrets secrets = new PlantedSecrets(random);
		for (int round = 0; round < rounds; round++) {
			Planted planted = (round % 4 == 0) ? secrets.keyed() : secrets.formed();
			check(planted, this.redactor.attribute(planted.key(), planted.text(), false), seed);
			check(planted, this.redactor.field(planted.key(), planted.text()), seed);
			Planted number = secrets.number();
			Object value = this.redactor.value(number.key(), Long.valueOf(number.text()), false);
			check(number, String.valueOf(value), seed);
			if (round % 4 != 0) {
				check(planted, this.redactor.text(planted.text()), seed);
				check(planted, this.redactor.message(planted.text(), true), seed);
				String once = this.redactor.name(planted.text());
				check(planted, once, seed);
				assertThat(this.redactor.name(once)).as("masked twice").isEqualTo(once);
				String cut = this.redactor.cut(planted.text(), random.nextInt(planted.text().length()));
				check(planted, this.redactor.name(cut), seed);
			}
		}
	}

	private static void check(Planted planted, String output, long seed) {
		if (planted.isIn(output)) {
			throw new AssertionError("seed %d: %s left as %s".formatted(seed, planted, output));
		}
	}

	@Test
	void harmlessValuesStay() {
		Random random = new Random(20_261_122L);
		HarmlessValues values = new HarmlessValues(random);
		List<String> changed = new ArrayList<>();
		int rounds = 100_000;
		for (int round = 0; round < rounds; round++) {
			String value = values.next();
			String output = this.redactor.attribute("note", value, false);
			if (output != value) {
				changed.add(value + " became " + output);
			}
			String text = this.redactor.name(value);
			assertThat(text).isEqualTo(output);
		}
		assertThat(changed).as("at least 99.9 % stay").hasSizeLessThanOrEqualTo(rounds / 1000);
	}

	@Test
	void survivesMutatedInputs() {
		mutate(60_000, 20_261_122L);
	}

	@Test
	@Tag("long")
	void survivesAMillionMutatedInputs() {
		mutate(1_000_000, new Random().nextLong());
	}

	private void mutate(int rounds, long seed) {
		Random random = new Random(seed);
		PlantedSecrets secrets = new PlantedSecrets(random);
		RedactionRules all = new RedactionRules(new KeyRules(List.of("a*", "x"), List.of("note")), RedactionMode.HASH,
				true, new KeyedHash("a key of the tests"), new RedactionLedger());
		Redactor hashing = new Redactor(all);
		for (int round = 0; round < rounds; round++) {
			String text = mutated(secrets.formed().text(), random);
			try {
				assertThat(this.redactor.text(this.redactor.text(text))).isNotNull();
				assertThat(this.redactor.attribute(text, text, random.nextBoolean())).isNotNull();
				assertThat(hashing.field(text, text)).isNotNull();
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError("seed %d: %s".formatted(seed, text), ex);
			}
		}
	}

	private static String mutated(String text, Random random) {
		StringBuilder mutated = new StringBuilder(text);
		for (int i = random.nextInt(6); i >= 0 && !mutated.isEmpty(); i--) {
			int at = random.nextInt(mutated.length());
			switch (random.nextInt(4)) {
				case 0 -> mutated.deleteCharAt(at);
				case 1 -> mutated.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
				case 2 -> mutated.setCharAt(at, (char) random.nextInt(0x2100));
				default -> mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + 8)));
			}
		}
		return mutated.toString();
	}

	// What takes time by the square of its length would take a quarter of an hour each
	@ParameterizedTest
	@ValueSource(strings = { "4111111111111111 ", "4111 ", "4", "1-", "12 34-", "DE89 ", "DE89370400440532013000 ",
			"eyJ", "eyJ.", "Bearer ", "bearer x1 ", "basic abc", "-----BEGIN ", "-----BEGIN PRIVATE KEY", "-", "token=",
			"token:", "\"token\":\"", "\\\"token\\\":\\", "token={", "token=[{", "password = ", "a@", "@", "a.b@c.",
			"Cookie: ", "token=null ", "token=**", "\\", "token", "x.token = y.token ", "authorization=", ": ", "://",
			"?a=", "token=\\", "'token':'\\", "token='a''", "token:\"a\", \"", "token:\"a\", ", "Cookie: {",
			"token=[a]b", "<token>", "<token>a", "<token><![CDATA[", "token%3D", "token\\u003d null", "%3", "\\u003",
			"token \t", "\\u0026token==>", "4111111111111111-", "4111111111111111%20", "%20DE89+", "%20", "%254",
			"\\u0034", "Bearer%20%2B", "Bearer  ", "Basic a.", "Bearer \\", "Bearer a|b:", "a%40b." })
	void longInputsTakeTimeInProportion(String part) {
		Redactor all = new Redactor(new RedactionRules(new KeyRules(List.of("a*"), List.of()), RedactionMode.MASK, true,
				new KeyedHash(null), null));
		for (int length = 1024; length <= 1024 * 1024; length *= 32) {
			String text = part.repeat(length / part.length());
			assertThat(all.name(text)).isNotNull();
			assertThat(all.attribute(text, text + "…", false)).isNotNull();
			assertThat(all.name("token=" + text)).isNotNull();
			assertThat(all.name("a1" + text + "1a")).isNotNull();
			assertThat(all.sqlMessage(text)).isNotNull();
		}
	}

}
