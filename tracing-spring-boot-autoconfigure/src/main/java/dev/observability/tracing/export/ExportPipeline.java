// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
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

	private final ExportConnection connection;

	private final ExportShutdown shutdown;

	private final Duration timeout;

	private final AtomicLong exports = new AtomicLong();

	private final AtomicBoolean closed = new AtomicBoolean();

	ExportPipeline(SpanExporter delegate, ExportExit exit, ExportLosses losses, ExportShutdown shutdown,
			Duration timeout) {
		this.delegate = delegate;
		this.exit = exit;
		this.connection = new ExportConnection(ExportTarget.of(delegate), losses);
		this.shutdown = shutdown;
		this.timeout = timeout;
	}

	void dropped(long spans) {
		this.connection.dropped(spans);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		Batch batch = new Batch(spans);
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
			this.delegate.shutdown().whenComplete(() -> ended.complete(null));
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
		private @Nullable Throwable failure;

		Batch(Collection<SpanData> spans) {
			this.spans = spans;
			this.left = spans.size();
		}

		void exportRest() {
			CompletableFuture<@Nullable Void> settled = exportNext();
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
				this.outcome.failExceptionally(this.failure);
			}
		}

		// Null when there is nothing left
		private @Nullable CompletableFuture<@Nullable Void> exportNext() {
			ExportPart part;
			try {
				part = next();
			}
			catch (RuntimeException | Error | TimeoutException ex) {
				// An error, too: the thread of the processor would end with it, for good
				settle(ExportPipeline.this.exports.incrementAndGet(), this.left, ex);
				return null;
			}
			if (part == null) {
				return null;
			}
			// The processor empties its batch when it has waited long enough
			int size = part.size();
			this.left -= size;
			long number = ExportPipeline.this.exports.incrementAndGet();
			CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
			CompletableFuture<@Nullable Void> settled = sent.whenComplete((done, failure) -> {
				if (failure instanceof TimeoutException) {
					part.abandon();
				}
				settle(number, size, failure);
			});
			ExportPipeline.this.shutdown.track(sent);
			if (!sent.isDone()) {
				sent.orTimeout(this.deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				send(part, sent);
			}
			return settled;
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

		private void send(ExportPart part, CompletableFuture<@Nullable Void> sent) {
			try {
				CompletableResultCode result = part.send();
				result.whenComplete(() -> {
					if (result.isSuccess()) {
						sent.complete(null);
					}
					else {
						Throwable failure = result.getFailureThrowable();
						sent.completeExceptionally(
								(failure != null) ? failure : new AnswerException(LossReason.OTHER, "export failed"));
					}
				});
			}
			catch (RuntimeException | Error ex) {
				sent.completeExceptionally(ex);
			}
		}

		private void settle(long number, int size, @Nullable Throwable failure) {
			if (failure == null) {
				ExportPipeline.this.connection.succeeded(number);
				return;
			}
			if (this.failure == null) {
				this.failure = failure;
			}
			ExportPipeline.this.connection.failed(number, size, ExportFailure.of(failure));
		}

	}

}
