// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportRetry}.
 */
class ExportRetryTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final ExportRetry retry = retry(0.5);

	@Test
	void firstAttemptNeedsNoPause() {
		assertThat(this.retry.pauseNanos()).isZero();
	}

	@Test
	void pausesGrowToTheLongestAndBeginAgainAfterASuccess() {
		assertThat(pauseAfterFailure(this.retry, Duration.ZERO)).isEqualTo(Duration.ofMillis(1000));
		assertThat(pauseAfterFailure(this.retry, Duration.ZERO)).isEqualTo(Duration.ofMillis(1500));
		assertThat(pauseAfterFailure(this.retry, Duration.ZERO)).isEqualTo(Duration.ofMillis(2250));
		for (int i = 0; i < 2000; i++) {
			pauseAfterFailure(this.retry, Duration.ZERO);
		}
		assertThat(pauseAfterFailure(this.retry, Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
		this.retry.succeeded();
		assertThat(this.retry.pauseNanos()).isZero();
		assertThat(pauseAfterFailure(this.retry, Duration.ZERO)).isEqualTo(Duration.ofMillis(1000));
	}

	@Test
	void pausesAreUpToAFifthShorterOrLonger() {
		assertThat(pauseAfterFailure(retry(0), Duration.ZERO)).isEqualTo(Duration.ofMillis(800));
		assertThat(pauseAfterFailure(retry(1), Duration.ZERO)).isEqualTo(Duration.ofMillis(1200));
	}

	@Test
	void collectorThatAsksForTimeGetsItWithinBounds() {
		assertThat(pauseAfterFailure(this.retry, Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(20));
		assertThat(pauseAfterFailure(this.retry, Duration.ofMillis(1))).as("no shorter than the pause")
			.isEqualTo(Duration.ofMillis(1500));
		assertThat(pauseAfterFailure(this.retry, Duration.ofDays(400_000))).isEqualTo(ExportRetry.MAX_RETRY_AFTER);
	}

	@Test
	void pauseEndsWithTime() {
		this.retry.failed(Duration.ZERO);
		this.now.addAndGet(Duration.ofMillis(999).toNanos());
		assertThat(this.retry.pauseNanos()).isPositive();
		this.now.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(this.retry.pauseNanos()).isZero();
	}

	@Test
	void withoutAPolicyThereAreNoPauses() {
		ExportRetry none = new ExportRetry(null);
		none.failed(Duration.ofSeconds(1));
		assertThat(none.pauseNanos()).isZero();
		assertThat(none.isEnabled()).isFalse();
	}

	private Duration pauseAfterFailure(ExportRetry retry, Duration retryAfter) {
		retry.failed(retryAfter);
		return Duration.ofNanos(retry.pauseNanos());
	}

	private ExportRetry retry(double random) {
		return new ExportRetry(RetryPolicy.getDefault(), this.now::get, () -> random);
	}

}
