// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

	private final ExportShutdown shutdown;

	private final Duration timeout;

	private final AtomicLong exports = new AtomicLong();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile AttemptClock clock = AttemptClock.NONE;

	/** Exporter thread only. */
	private long taken;

	/**
	 * Creates a pipeline.
	 * @param delegate what exports
	 * @param exit how
	 * @param ledger its counters
	 * @param retry when to send again
	 * @param shutdown the end of the application
	 * @param timeout after which a batch that did not leave is lost
	 */
	ExportPipeline(SpanExporter delegate, ExportExit exit, ExportLedger ledger, ExportRetry retry,
			ExportShutdown shutdown, Duration timeout) {
		this.delegate = delegate;
		this.exit = exit;
		this.ledger = ledger;
		this.target = ExportTarget.of(delegate);
		this.connection = new ExportConnection(this.target.text(), ledger, retry.isEnabled() ? timeout : Duration.ZERO);
		this.retry = retry;
		this.shutdown = shutdown;
		this.timeout = timeout;
	}

	/**
	 * Tells somebody how long each attempt takes from now on.
	 * @param clock who wants to know
	 */
	void time(AttemptClock clock) {
		this.clock = clock;
	}

	ExportTarget target() {
		return this.target;
	}

	ExportLedger ledger() {
		return this.ledger;
	}

	/**
	 * How many spans it was given so far.
	 * @return the number, to be asked for on the exporter thread
	 */
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
		Batch batch = new Batch(spans);
		batch.outcome.whenComplete(() -> this.ledger.released(size));
		batch.exportRest();
		return batch.outcome;
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
		ended.whenComplete((done, failure) -> {
			this.connection.closed();
			outcome.succeed();
		});
		Thread thread = new Thread(() -> end(ended), "tracing-export-shutdown");
		thread.setDaemon(true);
		thread.start();
		ended.orTimeout(this.shutdown.remainingNanos(), TimeUnit.NANOSECONDS);
		return outcome;
	}

	private void end(CompletableFuture<@Nullable Void> ended) {
		try {
			CompletableResultCode.ofAll(List.of(this.delegate.shutdown(), this.exit.shutdown()))
				.whenComplete(() -> ended.complete(null));
		}
		catch (RuntimeException | LinkageError ex) {
			ended.completeExceptionally(ex);
		}
	}

	@Override
	public String toString() {
		return "ExportPipeline[" + this.exit + " > count > send to " + this.connection + "]";
	}

	/**
	 * One export: its parts leave one after the other, all within its time. Exporter
	 * thread, then those of the sender, never two at once.
	 */
	private final class Batch {

		private final CompletableResultCode outcome = new CompletableResultCode();

		private final long deadline = System.nanoTime() + ExportPipeline.this.timeout.toNanos();

		private final Collection<SpanData> spans;

		private @Nullable Iterator<ExportPart> parts;

		/** Spans that no part has taken yet. */
		private int left;

		/** That of the first part that failed. */
		private @Nullable ExportFailure failure;

		Batch(Collection<SpanData> spans) {
			this.spans = spans;
			this.left = spans.size();
		}

		void exportRest() {
			CompletableFuture<?> settled = exportNext();
			while (settled != null) {
				if (!settled.isDone()) {
					settled.whenComplete((done, failure) -> exportRest());
					return;
				}
				settled = exportNext();
			}
			if (this.failure == null) {
				this.outcome.succeed();
			}
			else {
				this.outcome.failExceptionally(new AnswerException(SendOutcome.lost(this.failure)));
			}
		}

		// Null when there is nothing left
		private @Nullable CompletableFuture<?> exportNext() {
			ExportPart part;
			try {
				part = next();
			}
			catch (RuntimeException | Error | TimeoutException ex) {
				// An error, too: the thread of the processor would end with it, for good
				settle(ExportPipeline.this.exports.incrementAndGet(), this.left,
						SendOutcome.lost(ExportFailure.of(ex)));
				return null;
			}
			if (part == null) {
				return null;
			}
			// The processor empties its batch when it has waited long enough
			int size = part.size();
			this.left -= size;
			long number = ExportPipeline.this.exports.incrementAndGet();
			return new ExportDelivery(part, this.deadline, ExportPipeline.this.retry, ExportPipeline.this.shutdown,
					ExportPipeline.this.connection, ExportPipeline.this.clock)
				.start()
				.thenAccept((outcome) -> settle(number, size, outcome));
		}

		private @Nullable ExportPart next() throws TimeoutException {
			Iterator<ExportPart> parts = this.parts;
			if (parts != null && !parts.hasNext()) {
				return null;
			}
			if (ExportPipeline.this.shutdown.isOver()) {
				throw new ExportShutdown.ShutdownTimeoutException();
			}
			if (parts == null) {
				parts = ExportPipeline.this.exit.parts(this.spans);
				this.parts = parts;
			}
			else if (this.deadline - System.nanoTime() <= 0) {
				throw new TimeoutException();
			}
			return parts.next();
		}

		private void settle(long number, int size, SendOutcome outcome) {
			ExportFailure failure = outcome.failure();
			if (failure == null) {
				// A collector that says nonsense rejected no more than there was
				long rejected = Math.min(size, outcome.rejectedSpans());
				ExportPipeline.this.ledger.exported(size - rejected);
				ExportPipeline.this.ledger.lost(LossReason.REJECTED, rejected);
				ExportPipeline.this.connection.succeeded(number);
				return;
			}
			if (this.failure == null) {
				this.failure = failure;
			}
			ExportPipeline.this.connection.failed(number, size, failure);
		}

	}

}
