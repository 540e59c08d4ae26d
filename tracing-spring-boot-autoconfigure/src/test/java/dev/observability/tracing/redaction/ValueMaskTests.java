// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValueMask}: values that are no texts.
 */
class ValueMaskTests {

	private static final KeyedHash HASH = new KeyedHash("a key of the tests");

	private final ValueMask mask = mask(RedactionMode.MASK);

	@ParameterizedTest
	@ValueSource(strings = { "otp", "cvv", "cvc", "password", "passwd", "pwd", "passphrase", "apiKey", "access.key",
			"private_key", "secretKey", "login.otp", "otp.token", "user.password.session", "enduser.id" })
	void numberOfAKeyOfASecretIsHidden(String key) {
		for (Number number : List.of(482_913, 12_345_678L, 1.5, (short) 123, BigInteger.TEN, BigDecimal.ONE)) {
			assertThat(this.mask.value(key, number, false)).isEqualTo("REDACTED");
			assertThat(mask(RedactionMode.DROP).value(key, number, false)).isNull();
			assertThat(mask(RedactionMode.HASH).value(key, number, false))
				.isEqualTo("hash:" + HASH.of(number.toString()));
		}
		assertThat(this.mask.value(key, true, false)).isEqualTo(true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gen_ai.usage.input_tokens", "token", "session.active", "http.sessions", "cookies",
			"session.timeout", "password.length", "otp.attempts", "order.total", "opt", "pin", "key" })
	void numberThatCountsStays(String key) {
		for (Number number : List.of(482_913, 12_345_678L, 1.5, Double.NaN)) {
			assertThat(this.mask.value(key, number, false)).isSameAs(number);
			assertThat(mask(RedactionMode.DROP).value(key, number, false)).isSameAs(number);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "12", "1.5", "none", "", "1,234", "3/16", "REDACTED" })
	void textThatSaysHowManyThereAreStays(String text) {
		assertThat(this.mask.value("gen_ai.usage.input_tokens", text, false)).isSameAs(text);
		assertThat(mask(RedactionMode.DROP).value("gen_ai.usage.input_tokens", text, false)).isSameAs(text);
		assertThat(mask(RedactionMode.DROP).isDropped("gen_ai.usage.input_tokens")).isFalse();
	}

	@Test
	void severalSecretsAreHidden() {
		assertThat(this.mask.value("refreshTokens", "[\"a\"]", false)).isEqualTo("REDACTED");
		assertThat(this.mask.value("refreshTokens", "1234567890123", false)).isEqualTo("REDACTED");
		assertThat(mask(RedactionMode.DROP).value("refreshTokens", "abc", false)).isNull();
		assertThat(this.mask.isHidden("refreshTokens")).isTrue();
		assertThat(this.mask.isSecret("refreshTokens")).isTrue();
	}

	@ParameterizedTest
	@MethodSource
	void numberOfACardIsHiddenWhateverItsType(Number number) {
		assertThat(this.mask.value("order", number, false)).isEqualTo("REDACTED");
		assertThat(mask(RedactionMode.HASH).value("order", number, false))
			.isEqualTo("hash:" + HASH.of("4111111111111111"));
	}

	static Stream<Number> numberOfACardIsHiddenWhateverItsType() {
		return Stream.of(4_111_111_111_111_111L, 4_111_111_111_111_111d, new BigInteger("4111111111111111"),
				new BigDecimal("4111111111111111"), new BigDecimal("4111111111111111.00"));
	}

	@ParameterizedTest
	@MethodSource
	void otherNumbersStay(Number number) {
		assertThat(this.mask.value("order", number, false)).isSameAs(number);
	}

	static Stream<Number> otherNumbersStay() {
		return Stream.of(4_111_111_111_111_112L, -4_111_111_111_111_111L, 411_111_111_111_111.5, Double.NaN,
				Double.POSITIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE, -0d, 4.1111111f, BigInteger.TWO.pow(4096),
				new BigDecimal("4111111111111111.5"), new BigDecimal("1e999999999"), new BigDecimal("1e-999999999"));
	}

	@Test
	void truthValuesStay() {
		assertThat(this.mask.value("password", false, false)).isEqualTo(false);
	}

	private static ValueMask mask(RedactionMode mode) {
		return new ValueMask(new RedactionRules(new KeyRules(List.of(), List.of()), mode, false, HASH, null));
	}

}
