// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.List;
import java.util.stream.IntStream;

import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CorrelationRefusalTests {

	private static @Nullable CorrelationRefusal of(@Nullable String value) {
		return CorrelationRefusal.of(value, Redactor.standard());
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "test-correlation-123", "4bf92f3577b34da6a3ce929d0e0e4736",
			"b1a7f6f0-8f3c-4c1c-9c5e-0c7d3b8f4a11", "Root:1-67891233-abcdef012345678912345678", "a.b_c:d-E9",
			"20261123-4711-1234567890123", "1763856000000", "checkout-2026.11.23-0001", "01JDBX5T0M8YV3Q9K2ZP7H4RNE",
			"tenant:4711:order:0815" })
	void takesIdsAsPeopleMakeThem(String value) {
		assertThat(of(value)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "a b", " a", "a\t", "a\r\nSet-Cookie: x=1", "a\n", "a\r", "a\u0000", "a,b", "a;b",
			"a=b", "a/b", "a\\b", "\"a\"", "'a'", "<script>", "${jndi:ldap://x}", "%0d%0a", "\u00e9", "\u0430",
			"\uff11", "\ud83d\ude00", "\u2028", "\u007f", "\u0080", "\uffff" })
	void refusesWhatMeansSomethingToLogsHeadersOrMarkup(String value) {
		assertThat(of(value)).isEqualTo(CorrelationRefusal.CHARACTERS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "4111-1111-1111-1111", "4111111111111111", "DE89370400440532013000",
			"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "password:hunter2Zq9" })
	void refusesWhatHasTheFormOfASecret(String value) {
		assertThat(of(value)).isEqualTo(CorrelationRefusal.SECRET);
	}

	@Test
	void refusesAnEmptyValue() {
		assertThat(of(null)).isEqualTo(CorrelationRefusal.EMPTY);
		assertThat(of("")).isEqualTo(CorrelationRefusal.EMPTY);
	}

	@Test
	void takes128CharactersAndNoMore() {
		assertThat(of("x".repeat(128))).isNull();
		assertThat(of("x".repeat(129))).isEqualTo(CorrelationRefusal.TOO_LONG);
		assertThat(of("\n".repeat(65_536))).isEqualTo(CorrelationRefusal.TOO_LONG);
	}

	@Test
	void everyCharacterIsEitherOfTheSetOrRefused() {
		List<Integer> taken = IntStream.rangeClosed(0, Character.MAX_VALUE)
			.filter((character) -> of(String.valueOf((char) character)) == null)
			.boxed()
			.toList();
		assertThat(taken).hasSize(26 + 26 + 10 + 4)
			.allMatch((character) -> String.valueOf((char) character.intValue()).matches("[A-Za-z0-9._:-]"));
	}

}
