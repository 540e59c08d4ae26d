// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.stream.IntStream;
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
	void countsTheMessageAndTheFramesOfAllCausesAndSuppressedOnes() {
		Exception root = frames(new IllegalStateException("12345"), 10);
		Exception suppressed = frames(new IllegalStateException(), 5);
		Exception exception = frames(new IllegalArgumentException("1", root), 20);
		root.addSuppressed(suppressed);
		assertThat(ExceptionCharge.of(exception))
			.isEqualTo(3 * ExceptionCharge.PER_EXCEPTION + 35 * ExceptionCharge.PER_FRAME + 6);
	}

	@ParameterizedTest
	@MethodSource
	void countsTheAnswerThatAClientPutIntoIt(Exception exception) {
		assertThat(ExceptionCharge.of(new IllegalStateException(exception))).isBetween(100_000L, 150_000L);
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
		Exception first = frames(new IllegalStateException(), 0);
		Exception second = frames(new IllegalStateException(null, first), 0);
		first.initCause(second);
		assertThat(ExceptionCharge.of(first)).isLessThan(3 * ExceptionCharge.PER_EXCEPTION);
		Exception chain = frames(new IllegalStateException("", null), 1);
		for (int i = 0; i < 10_000; i++) {
			chain = frames(new IllegalStateException("", chain), 1);
		}
		assertThat(ExceptionCharge.of(chain)).isEqualTo(
				ExceptionCharge.MAX_EXCEPTIONS * (long) (ExceptionCharge.PER_EXCEPTION + ExceptionCharge.PER_FRAME));
	}

	@Test
	void exceptionThatThrowsIsChargedWhatCouldBeRead() {
		Exception hostile = new IllegalStateException() {

			@Override
			public @Nullable String getMessage() {
				throw new UnsupportedOperationException();
			}

		};
		assertThat(ExceptionCharge.of(frames(new IllegalStateException("", hostile), 1)))
			.isEqualTo(2 * ExceptionCharge.PER_EXCEPTION + ExceptionCharge.PER_FRAME);
	}

	private static <T extends Exception> T frames(T exception, int count) {
		exception.setStackTrace(IntStream.range(0, count)
			.mapToObj((line) -> new StackTraceElement("com.example.Orders", "place", "Orders.java", line))
			.toArray(StackTraceElement[]::new));
		return exception;
	}

}
