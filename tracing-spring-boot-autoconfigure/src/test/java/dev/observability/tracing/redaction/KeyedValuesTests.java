// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyedValues}: where a value begins and ends behind the key of a
 * secret.
 */
class KeyedValuesTests {

	private final RedactionRules rules = RedactionRules.standard();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "password={noop}hunter2|password=REDACTED",
					"password={bcrypt}$2a$10$N9qo8uLO, x|password=REDACTED, x",
					"userPassword={SSHA}W6ph5Mm5Pz8GgiULbPgz==|userPassword=REDACTED", "token=[abc]def|token=REDACTED",
					"password: {noop}a b|password: REDACTED b", "({password={noop}a})|({password=REDACTED})",
					"token={a}. Then|token={REDACTED}. Then", "token=[a, b], c|token=[REDACTED], c",
					"{\\\"token\\\":{\\\"a\\\":1}\\n}|{\\\"token\\\":{REDACTED}\\n}" })
	void bracketsAreThatOfAStructureOrBeginAWord(String text, String expected) {
		masks(text, expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "token={}/{}, x", "password={}", "token=[]", "token={REDACTED}." })
	void whatIsNoSecretStays(String text) {
		assertThat(mask(text)).isSameAs(text);
	}

	private void masks(String text, String expected) {
		assertThat(mask(text)).isEqualTo(expected);
		assertThat(mask(expected)).as("masked twice").isSameAs(expected);
	}

	private String mask(String text) {
		return SecretText.mask(this.rules, "key", text);
	}

}
