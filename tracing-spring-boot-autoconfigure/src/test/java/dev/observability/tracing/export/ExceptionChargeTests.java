// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExceptionCharge}.
 */
class ExceptionChargeTests {

	@Test
	void countsAllCausesAndSuppressedOnesWithTheirMessages() {
		Exception root = new IllegalStateException("12345");
		root.addSuppressed(new IllegalStateException());
		assertThat(ExceptionCharge.of(new IllegalArgumentException("1", root)))
			.isEqualTo(3 * ExceptionCharge.PER_EXCEPTION + 6);
	}

	@ParameterizedTest
	@MethodSource
	void countsTheAnswerThatAClientPutIntoIt(Exception exception) {
		assertThat(ExceptionCharge.of(new IllegalStateException(exception))).isBetween(100_000L, 120_000L);
	}

	static Stream<Exception> countsTheAnswerThatAClientPutIntoIt() {
		byte[] body = new byte[100_000];
		return Stream.of(
				new RestClientResponseException("500", HttpStatusCode.valueOf(500), "", new HttpHeaders(), body, null),
				new WebClientResponseException(500, "", new HttpHeaders(), body, null));
	}

	@Test
	void answerWithoutABodyIsNoFault() {
		assertThat(ExceptionCharge
			.of(new RestClientResponseException("500", HttpStatusCode.valueOf(500), "", null, null, null)))
			.isLessThan(100_000);
	}

	@Test
	void looksAtEachOnceAndAtNotTooMany() {
		Exception first = new IllegalStateException();
		Exception second = new IllegalStateException(null, first);
		first.initCause(second);
		assertThat(ExceptionCharge.of(first)).isEqualTo(2 * ExceptionCharge.PER_EXCEPTION);
		Exception chain = new IllegalStateException("", null);
		for (int i = 0; i < 10_000; i++) {
			chain = new IllegalStateException("", chain);
		}
		assertThat(ExceptionCharge.of(chain))
			.isEqualTo(ExceptionCharge.MAX_EXCEPTIONS * (long) ExceptionCharge.PER_EXCEPTION);
	}

	@Test
	void exceptionThatThrowsIsChargedWhatCouldBeRead() {
		Exception hostile = new IllegalStateException() {

			@Override
			public @Nullable String getMessage() {
				throw new UnsupportedOperationException();
			}

		};
		assertThat(ExceptionCharge.of(new IllegalStateException("", hostile)))
			.isEqualTo(2 * ExceptionCharge.PER_EXCEPTION);
	}

}
