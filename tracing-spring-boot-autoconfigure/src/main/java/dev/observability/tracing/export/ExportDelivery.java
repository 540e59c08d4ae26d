// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The attempts to send one part, until it is taken, lost, or its time is over. Exporter
 * thread, then those of the sender and of the timer, never two at once.
 */
final class ExportDelivery {

	private final ExportPart part;

	private final long deadline;

	private final ExportRetry retry;

	private final ExportShutdown shutdown;

	private final ExportConnection connection;

	private final @Nullable ExportSpool spool;

	private final AttemptClock clock;

	private final ExportTimer timer;

	private final CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();

	/** Whether an attempt is on its way, which may read the part at any time. */
	private volatile boolean sending;

	private volatile @Nullable ExportFailure lastFailure;

	/**
	 * Creates a delivery.
	 * @param part what to send
	 * @param deadline on the clock of {@link System#nanoTime()}
	 * @param retry when to send again
	 * @param shutdown the end of the application
	 * @param connection hears of each attempt that failed
	 * @param spool where parts wait on disk, {@code null} where they do not
	 * @param clock hears of each attempt
	 * @param timer ends it, and its pauses
	 */
	ExportDelivery(ExportPart part, long deadline, ExportRetry retry, ExportShutdown shutdown,
			ExportConnection connection, @Nullable ExportSpool spool, AttemptClock clock, ExportTimer timer) {
		this.part = part;
		this.deadline = deadline;
		this.retry = retry;
		this.shutdown = shutdown;
		this.connection = connection;
		this.spool = spool;
		this.clock = clock;
		this.timer = timer;
	}

	/**
	 * Begins.
	 * @return what becomes of the part; never completed exceptionally
	 */
	CompletableFuture<SendOutcome> start() {
		CompletableFuture<SendOutcome> settled = this.outcome.handle((outcome, failure) -> {
			SendOutcome last = (failure != null) ? SendOutcome.later(overdue(failure), Duration.ZERO) : outcome;
			SendOutcome kept = keep(last);
			this.part.close(!this.sending);
			return kept;
		});
		CompletableFuture<@Nullable Void> time = new CompletableFuture<>();
		this.shutdown.track(time);
		if (time.isDone()) {
			this.outcome.completeExceptionally(new ExportShutdown.ShutdownTimeoutException());
		}
		else {
			this.timer.limit(this.outcome, time, this.deadline - System.nanoTime());
			attempt();
		}
		return settled;
	}

	// On disk where there is a spool, and where it may help
	private SendOutcome keep(SendOutcome outcome) {
		ExportFailure failure = outcome.failure();
		if (failure == null || !outcome.retryable() || this.spool == null) {
			return outcome;
		}
		byte[] encoded = this.part.encoded();
		return (encoded != null && this.spool.append(encoded, this.part.size())) ? SendOutcome.kept(failure) : outcome;
	}

	// Between two attempts the reason is that of the last one
	private ExportFailure overdue(Throwable failure) {
		ExportFailure last = this.lastFailure;
		return (last != null && !this.sending && failure instanceof TimeoutException
				&& !(failure instanceof ExportShutdown.ShutdownTimeoutException)) ? last : ExportFailure.of(failure);
	}

	private void attempt() {
		long pause = this.shutdown.isStopping() ? 0 : this.retry.pauseNanos();
		if (pause > 0 && this.spool != null) {
			// The spool finds out when the collector is back
			this.outcome.complete(SendOutcome.later(this.connection.lastFailure(), Duration.ZERO));
		}
		else if (pause > 0) {
			this.shutdown.pause(pause).thenRunAsync(this::attempt, this.timer);
		}
		else if (!this.outcome.isDone()) {
			long started = System.nanoTime();
			this.sending = true;
			send().whenComplete((answer, failure) -> {
				SendOutcome outcome = (failure != null) ? SendOutcome.of(failure) : answer;
				this.sending = false;
				this.clock.ended(outcome, System.nanoTime() - started);
				settle(outcome);
			});
		}
	}

	private CompletableFuture<SendOutcome> send() {
		try {
			return this.part.send();
		}
		catch (RuntimeException | Error ex) {
			// An error, too: the thread of the processor would end with it, for good
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void settle(SendOutcome outcome) {
		ExportFailure failure = outcome.failure();
		if (failure == null) {
			this.retry.succeeded();
			this.outcome.complete(outcome);
			return;
		}
		this.lastFailure = failure;
		boolean again = outcome.retryable() && this.retry.isEnabled() && !this.outcome.isDone();
		if (!again) {
			this.outcome.complete(outcome);
			return;
		}
		this.retry.failed(outcome.retryAfter());
		this.connection.attemptFailed(failure);
		if (this.spool != null || this.shutdown.isStopping()) {
			// Kept on disk, or there is no time for another
			this.outcome.complete(outcome);
		}
		else {
			attempt();
		}
	}

}
