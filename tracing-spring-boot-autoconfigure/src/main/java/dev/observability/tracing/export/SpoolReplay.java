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
	 * Ends the thread; what it was sending is sent again after the next start.
	 */
	void stop() {
		this.thread.interrupt();
	}

	@Override
	public void run() {
		try {
			while (this.spool.await()) {
				pause(this.retry.pauseNanos());
				SpoolRecord record = this.spool.peek();
				if (record != null) {
					long started = System.nanoTime();
					replay(record);
					pause(started + nanos(record.payload().length) - System.nanoTime());
				}
			}
		}
		catch (InterruptedException ex) {
			// The application ends
			Thread.currentThread().interrupt();
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

	private void replay(SpoolRecord record) throws InterruptedException {
		SendOutcome outcome = send(record);
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

	private SendOutcome send(SpoolRecord record) throws InterruptedException {
		CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
		try {
			this.sender.send(record, outcome::complete);
			return outcome.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException | RuntimeException | LinkageError ex) {
			return SendOutcome.of(ex);
		}
	}

	/** Hears what became of exports. The thread of the replay. */
	interface Settlement {

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
