// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;

/**
 * Sends a message until it is taken or lost, for exporters of the SDK, which leave that
 * to their sender. Any thread; waits on none.
 */
final class RepeatedSend {

	private final OtlpSender sender;

	private final MessageWriter message;

	private final Consumer<SendOutcome> onOutcome;

	private final int maxAttempts;

	private final ExportRetry retry;

	private final long deadline;

	private final Executor threads;

	/** Never two at once. */
	private int attempts;

	private RepeatedSend(OtlpSender sender, MessageWriter message, Duration timeout, Executor threads,
			Consumer<SendOutcome> onOutcome) {
		RetryPolicy policy = sender.retryPolicy();
		this.sender = sender;
		this.message = message;
		this.onOutcome = onOutcome;
		this.threads = threads;
		this.maxAttempts = (policy != null) ? policy.getMaxAttempts() : 1;
		this.retry = new ExportRetry(policy);
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * Begins.
	 * @param sender sends it once
	 * @param message what to send
	 * @param timeout after which no attempt begins
	 * @param threads go on after a pause
	 * @param onOutcome called once
	 */
	static void send(OtlpSender sender, MessageWriter message, Duration timeout, Executor threads,
			Consumer<SendOutcome> onOutcome) {
		new RepeatedSend(sender, message, timeout, threads, onOutcome).attempt();
	}

	private void attempt() {
		this.attempts++;
		this.sender.send(this.message, this::settle);
	}

	private void settle(SendOutcome outcome) {
		if (outcome.retryable() && this.attempts < this.maxAttempts) {
			this.retry.failed(outcome.retryAfter());
			long pause = this.retry.pauseNanos();
			if (pause < this.deadline - System.nanoTime()) {
				CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS, this.threads).execute(this::attempt);
				return;
			}
		}
		this.onOutcome.accept(outcome);
	}

}
