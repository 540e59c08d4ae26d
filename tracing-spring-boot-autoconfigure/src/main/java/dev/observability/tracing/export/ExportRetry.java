// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * When the next attempt to reach a collector may be made: at once while it answers, after
 * a pause that grows with each failure when it does not, or when the collector said so.
 * One for all batches of an exporter, so that a new batch does not begin to hammer what
 * the one before could not reach. Exporter threads.
 * <p>
 * Pauses are those of the exporter's {@link RetryPolicy}, each up to a fifth shorter or
 * longer, so that instances do not return all at once.
 */
final class ExportRetry {

	/** A collector that asks for more is asked again nevertheless. */
	static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

	private static final double JITTER = 0.2;

	private final @Nullable RetryPolicy policy;

	private final LongSupplier nanoTime;

	private final DoubleSupplier random;

	private int failures;

	private long nextAttempt;

	/**
	 * Creates the pauses of an exporter.
	 * @param policy {@code null} where nothing is sent twice
	 */
	ExportRetry(@Nullable RetryPolicy policy) {
		this(policy, System::nanoTime, Math::random);
	}

	ExportRetry(@Nullable RetryPolicy policy, LongSupplier nanoTime, DoubleSupplier random) {
		this.policy = policy;
		this.nanoTime = nanoTime;
		this.random = random;
	}

	boolean isEnabled() {
		return this.policy != null;
	}

	/**
	 * How long to wait before the next attempt.
	 * @return nanoseconds, zero where it may be made now
	 */
	synchronized long pauseNanos() {
		return (this.failures == 0) ? 0 : Math.max(0, this.nextAttempt - this.nanoTime.getAsLong());
	}

	synchronized void succeeded() {
		this.failures = 0;
	}

	/**
	 * Notes an attempt that failed and may be repeated.
	 * @param retryAfter what the collector asked for, zero where it said nothing
	 */
	synchronized void failed(Duration retryAfter) {
		if (this.policy == null) {
			return;
		}
		this.failures++;
		Duration asked = (retryAfter.compareTo(MAX_RETRY_AFTER) > 0) ? MAX_RETRY_AFTER : retryAfter;
		long pause = Math.max(backoff(this.policy), asked.toNanos());
		this.nextAttempt = this.nanoTime.getAsLong() + pause;
	}

	private long backoff(RetryPolicy policy) {
		double pause = policy.getInitialBackoff().toNanos()
				* Math.pow(policy.getBackoffMultiplier(), Math.min(this.failures - 1, 100));
		double bounded = Math.min(pause, policy.getMaxBackoff().toNanos());
		return (long) (bounded * (1 - JITTER + 2 * JITTER * this.random.getAsDouble()));
	}

	@Override
	public String toString() {
		return (this.policy == null) ? "no retry" : "retry after " + this.policy.getInitialBackoff();
	}

}
