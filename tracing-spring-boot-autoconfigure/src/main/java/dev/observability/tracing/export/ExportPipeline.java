// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Wraps an exporter so that all that leaves is redacted and all that is lost is counted:
 * step 10 of a request, on the exporter thread. Every export ends, at the latest after
 * the timeout or when the application does; never throws.
 */
final class ExportPipeline implements SpanExporter {

	private final SpanExporter delegate;

	private final ExportExit exit;

	private final ExportTarget target;

	private final ExportLedger ledger;

	private final ExportConnection connection;

	private final ExportRetry retry;

	private final @Nullable ExportSpool spool;

	private final ExportShutdown shutdown;

	private final Duration timeout;

	private final ExportTimer timer = new ExportTimer();

	private final AtomicLong exports = new AtomicLong();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile AttemptClock clock = AttemptClock.NONE;

	private volatile @Nullable SpoolReplay replay;

	/** Exporter thread only. */
	private long taken;

	/**
	 * Creates a pipeline.
	 * @param delegate what exports
	 * @param exit how
	 * @param ledger its counters
	 * @param retry when to send again
	 * @param spool where spans wait on disk, {@code null} where they do not; closed with
	 * the pipeline
	 * @param shutdown the end of the application
	 * @param timeout after which a batch that did not leave is lost
	 */
	ExportPipeline(SpanExporter delegate, ExportExit exit, ExportLedger ledger, ExportRetry retry,
			@Nullable ExportSpool spool, ExportShutdown shutdown, Duration timeout) {
		this.delegate = delegate;
		this.exit = exit;
		this.ledger = ledger;
		this.target = ExportTarget.of(delegate);
		this.spool = spool;
		this.connection = new ExportConnection(this.target.text(), ledger, fate(retry, spool, timeout));
		this.retry = retry;
		this.shutdown = shutdown;
		this.timeout = timeout;
	}

	private static String fate(ExportRetry retry, @Nullable ExportSpool spool, Duration timeout) {
		if (spool != null) {
			return "They are kept in " + spool.path() + " until it is back";
		}
		return retry.isEnabled()
				? "They are kept for " + timeout.toSeconds()
						+ " s if there is room, then dropped and counted, until it is back"
				: "They are dropped and counted until it is back";
	}

	/**
	 * Tells somebody how long each attempt takes from now on.
	 * @param clock who wants to know
	 */
	void time(AttemptClock clock) {
		this.clock = clock;
	}

	/**
	 * The stages from here on.
	 * @return a part of the line
	 */
	String line() {
		String spool = (this.spool != null) ? ", or to " + this.spool.path() : "";
		return this.exit + " > " + ExportStage.METER.before(ExportStage.SEND + " to " + this.connection + spool);
	}

	ExportTarget target() {
		return this.target;
	}

	ExportLedger ledger() {
		return this.ledger;
	}

	ExportConnection connection() {
		return this.connection;
	}

	// So far, to be asked for on the exporter thread
	long takenSpans() {
		return this.taken;
	}

	/**
	 * Notes spans for which the queue had no room. Request threads.
	 * @param reason why
	 * @param spans how many
	 */
	void dropped(LossReason reason, long spans) {
		this.ledger.lost(reason, spans);
		this.ledger.released(spans);
		this.connection.dropped(spans);
	}

	/**
	 * Notes spans that a batch had and that did not get here. Exporter thread.
	 * @param spans how many, often none
	 * @param failure what a filter of the application threw, {@code null} where it kept
	 * them back
	 */
	void missed(long spans, @Nullable Throwable failure) {
		if (spans <= 0) {
			return;
		}
		if (failure != null) {
			this.connection.failed(this.exports.incrementAndGet(), spans, ExportFailure.of(failure));
		}
		else {
			this.ledger.lost(LossReason.FILTERED, spans);
		}
		this.ledger.released(spans);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		int size = spans.size();
		this.taken += size;
		ExportBatch batch = new ExportBatch(this, this.exit, spans, System.nanoTime() + this.timeout.toNanos());
		batch.outcome().whenComplete(() -> this.ledger.released(size));
		batch.exportRest();
		return batch.outcome();
	}

	long nextNumber() {
		return this.exports.incrementAndGet();
	}

	/**
	 * Whether what has not been sent yet is lost.
	 * @return true once the time to end is over, unless there is a spool for it
	 */
	boolean isOver() {
		return this.spool == null && this.shutdown.isOver();
	}

	boolean hasSpool() {
		return this.spool != null;
	}

	CompletableFuture<SendOutcome> deliver(ExportPart part, long deadline) {
		return new ExportDelivery(part, deadline, this.retry, this.shutdown, this.connection, this.spool, this.clock,
				this.timer)
			.start();
	}

	/**
	 * Counts spans that leave no more.
	 * @param number of the export, in the order in which they began
	 * @param spans how many
	 * @param outcome what became of them
	 */
	void settle(long number, long spans, SendOutcome outcome) {
		ExportFailure failure = outcome.failure();
		if (failure == null) {
			// A collector that says nonsense rejected no more than there was
			long rejected = Math.min(spans, outcome.rejectedSpans());
			this.ledger.exported(spans - rejected);
			this.ledger.lost(LossReason.REJECTED, rejected);
			this.connection.succeeded(number);
		}
		else if (!outcome.kept()) {
			this.connection.failed(number, spans, failure);
		}
	}

	/**
	 * Sends what the spool keeps, from now on.
	 * @param sender by this
	 * @param bytesPerSecond at most
	 */
	void replay(OtlpSender sender, long bytesPerSecond) {
		if (this.spool != null) {
			this.replay = new SpoolReplay(this.spool, sender, this.retry, this.timeout, bytesPerSecond, new Replayed());
			this.replay.start();
		}
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	/**
	 * Ends the exporter on a thread of its own, because the JDK's client, from 21 on,
	 * waits for its requests there.
	 * @return done when the exporter is, or when the time to end is over
	 */
	@Override
	public CompletableResultCode shutdown() {
		if (!this.closed.compareAndSet(false, true)) {
			return CompletableResultCode.ofSuccess();
		}
		CompletableResultCode outcome = new CompletableResultCode();
		CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
		// After what it still writes to the spool
		ended.whenCompleteAsync((done, failure) -> {
			if (this.spool != null) {
				this.spool.close();
			}
			this.connection.closed();
			outcome.succeed();
		}, this.timer);
		SenderThreads.daemon(() -> end(ended), "tracing-export-shutdown").start();
		this.timer.limit(ended, this.shutdown.remainingNanos());
		return outcome;
	}

	private void end(CompletableFuture<@Nullable Void> ended) {
		try {
			endReplay();
			CompletableResultCode.ofAll(List.of(this.delegate.shutdown(), this.exit.shutdown()))
				.whenComplete(() -> ended.complete(null));
		}
		catch (RuntimeException | LinkageError ex) {
			ended.completeExceptionally(ex);
		}
	}

	// Before its sender ends
	private void endReplay() {
		SpoolReplay replay = this.replay;
		if (replay != null) {
			replay.stop();
			try {
				replay.awaitEnd(this.shutdown.remainingNanos());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public String toString() {
		return "ExportPipeline[" + line() + "]";
	}

	/** Hears of what the spool sends. */
	private final class Replayed implements SpoolReplay.Settlement {

		@Override
		public void attempted(SendOutcome outcome, long nanos) {
			ExportPipeline.this.clock.ended(outcome, nanos);
		}

		@Override
		public void settled(int spans, SendOutcome outcome) {
			settle(nextNumber(), spans, outcome);
		}

		@Override
		public void failed(ExportFailure failure) {
			ExportPipeline.this.connection.attemptFailed(failure);
		}

	}

}
