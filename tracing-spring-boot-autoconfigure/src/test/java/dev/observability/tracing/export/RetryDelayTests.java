// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryDelay}, against the official messages.
 */
class RetryDelayTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "-, -, 0", "120, -, 120", "' 7 ', -, 7", "0, -, 0", "-5, -, 0", "1.5, -, 0", "soon, -, 0",
					"'', -, 0", "99999999999999999999, -, 31536000", "9999999999, -, 31536000", "१२, -, 0",
					"'Sun, 01 Mar 2026 12:00:30 GMT', -, 30", "'Sun, 01 Mar 2026 11:59:00 GMT', -, 0",
					"'Sun, 01 Mar 2026 12:00:30 GMT', 'Sun, 01 Mar 2026 12:00:20 GMT', 10",
					"'Sun, 01 Mar 2026 12:00:30 GMT', yesterday, 30", "'Fri, 31 Dec 9999 23:59:59 GMT', -, 31536000",
					"'Fri, 32 Dec 2026 23:59:59 GMT', -, 0" })
	void readsSecondsAndDates(@Nullable String header, @Nullable String date, long seconds) {
		assertThat(RetryDelay.http(header, date, NOW)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void readsTheDelayAmongTheDetailsOfAStatus() {
		Status status = Status.newBuilder()
			.setCode(8)
			.setMessage("no room")
			.addDetails(Any.pack(BadRequest.getDefaultInstance()))
			.addDetails(Any.pack(info(3, 250_000_000)))
			.build();
		assertThat(grpc(status)).isEqualTo(Duration.ofMillis(3250));
		byte[] bytes = status.toByteArray();
		assertThat(RetryDelay.grpc(Base64.getEncoder().withoutPadding().encodeToString(bytes)))
			.isEqualTo(Duration.ofMillis(3250));
	}

	@Test
	void detailWithoutADelaySaysThatOneMayTryAgain() {
		assertThat(grpc(status(RetryInfo.getDefaultInstance()))).isZero();
		assertThat(grpc(status(info(-1, 0)))).isZero();
		assertThat(grpc(status(info(1, -1)))).isZero();
	}

	@Test
	void delayOfYearsIsCut() {
		assertThat(grpc(status(info(Long.MAX_VALUE, 1)))).isEqualTo(Duration.ofDays(365).plusNanos(1));
	}

	@Test
	void statusWithoutSuchADetailSaysNothing() {
		assertThat(grpc(Status.newBuilder().setCode(8).build())).isNull();
		assertThat(grpc(Status.newBuilder().addDetails(Any.pack(BadRequest.getDefaultInstance())).build())).isNull();
		assertThat(RetryDelay.grpc(null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "AAAA", "Zm9v", "CAg", "////////" })
	void whatIsNoStatusSaysNothing(String header) {
		assertThat(RetryDelay.grpc(header)).isNull();
	}

	@Test
	void detailsOfManyBytesAreNotLookedAt() {
		Status status = Status.newBuilder().addDetails(Any.pack(info(3, 0))).setMessage("x".repeat(100_000)).build();
		assertThat(grpc(status)).isNull();
	}

	@Test
	void neverThrowsAtBytesThatAreBroken() {
		Random random = new Random(42);
		byte[] bytes = status(info(3, 250_000_000)).toByteArray();
		for (int i = 0; i < 100_000; i++) {
			byte[] broken = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
			if (broken.length > 0) {
				broken[random.nextInt(broken.length)] = (byte) random.nextInt();
			}
			Duration delay = RetryDelay.grpc(Base64.getEncoder().encodeToString(broken));
			assertThat(delay == null || !delay.isNegative()).isTrue();
		}
	}

	private static RetryInfo info(long seconds, int nanos) {
		return RetryInfo.newBuilder()
			.setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos))
			.build();
	}

	private static Status status(RetryInfo info) {
		return Status.newBuilder().addDetails(Any.pack(info)).build();
	}

	private static @Nullable Duration grpc(Status status) {
		return RetryDelay.grpc(Base64.getEncoder().encodeToString(status.toByteArray()));
	}

}
