// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends what the spool keeps as soon as the collector is there: oldest first, one export
 * after the other, and not faster than the bound, so that a collector that comes back is
 * not overrun by all its senders at once. A thread of its own, which sleeps while nothing
 * waits.
 */
final class SpoolReplay implements Runnable {

	private final ExportSpool spool;

	private final OtlpSender sender;

	private final ExportRetry retry;

	private final Duration timeout;

	private final long bytesPerSecond;

	private final Settlement settlement;

	private final Thread thread;

	/**
	 * Creates it.
	 * @param spool what to send
	 * @param sender how
	 * @param retry when, shared with all that is sent to the same collector
	 * @param timeout after which an attempt without an answer has failed
	 * @param bytesPerSecond at most
	 * @param settlement hears what became of it
	 */
	SpoolReplay(ExportSpool spool, OtlpSender sender, ExportRetry retry, Duration timeout, long bytesPerSecond,
			Settlement settlement) {
		this.spool = spool;
		this.sender = sender;
		this.retry = retry;
		this.timeout = timeout;
		this.bytesPerSecond = bytesPerSecond;
		this.settlement = settlement;
		this.thread = new Thread(this, "tracing-export-spool");
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Ends the thread, after the answer to what it was sending.
	 */
	void stop() {
		this.thread.interrupt();
	}

	/**
	 * Waits until the thread has ended.
	 * @param nanos at most; what has no answer then is sent again after the next start
	 * @throws InterruptedException if the waiting thread is to end as well
	 */
	void awaitEnd(long nanos) throws InterruptedException {
		TimeUnit.NANOSECONDS.timedJoin(this.thread, nanos);
	}

	@Override
	public void run() {
		try {
			while (!Thread.currentThread().isInterrupted() && this.spool.await()) {
				pause(this.retry.pauseNanos());
				replay();
			}
		}
		catch (InterruptedException ex) {
			// The application ends
			Thread.currentThread().interrupt();
		}
	}

	private void replay() throws InterruptedException {
		try {
			SpoolRecord record = this.spool.peek();
			if (record != null) {
				long started = System.nanoTime();
				replay(record);
				pause(started + nanos(record.payload().length) - System.nanoTime());
			}
		}
		catch (RuntimeException | Error ex) {
			// Such as no memory for a moment: without the thread nothing would leave any
			// more
			this.retry.failed(Duration.ZERO);
			this.settlement.failed(ExportFailure.of(ex));
		}
	}

	private static void pause(long nanos) throws InterruptedException {
		if (nanos > 0) {
			TimeUnit.NANOSECONDS.sleep(nanos);
		}
	}

	private long nanos(long bytes) {
		return (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / this.bytesPerSecond);
	}

	private void replay(SpoolRecord record) {
		long started = System.nanoTime();
		SendOutcome outcome = send(record);
		this.settlement.attempted(outcome, System.nanoTime() - started);
		ExportFailure failure = outcome.failure();
		if (failure != null && outcome.retryable()) {
			this.retry.failed(outcome.retryAfter());
			this.settlement.failed(failure);
			return;
		}
		if (failure == null) {
			this.retry.succeeded();
		}
		if (this.spool.done(record)) {
			this.settlement.settled(record.spans(), outcome);
		}
	}

	private SendOutcome send(SpoolRecord record) {
		CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
		try {
			this.sender.send(record, outcome::complete);
			return await(outcome, System.nanoTime() + this.timeout.toNanos());
		}
		catch (TimeoutException | ExecutionException | RuntimeException | LinkageError ex) {
			return SendOutcome.of(ex);
		}
	}

	// Also while the application ends: what was sent and is not marked is sent twice
	private static SendOutcome await(CompletableFuture<SendOutcome> outcome, long deadline)
			throws TimeoutException, ExecutionException {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return outcome.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Hears what became of exports. The thread of the replay. */
	interface Settlement {

		/**
		 * An attempt ended.
		 * @param outcome of it
		 * @param nanos how long it took
		 */
		void attempted(SendOutcome outcome, long nanos);

		/**
		 * An export will not be sent again.
		 * @param spans how many it had
		 * @param outcome of the last attempt
		 */
		void settled(int spans, SendOutcome outcome);

		/**
		 * An attempt failed that will be repeated.
		 * @param failure why
		 */
		void failed(ExportFailure failure);

	}

}
