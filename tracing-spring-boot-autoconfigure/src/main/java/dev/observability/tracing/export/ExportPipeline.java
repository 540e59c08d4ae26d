// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

	private final SpanRedaction redaction;

	private final ExportConnection connection;

	private final ExportShutdown shutdown;

	private final Duration timeout;

	private final AtomicLong exports = new AtomicLong();

	private final AtomicBoolean closed = new AtomicBoolean();

	ExportPipeline(SpanExporter delegate, ExportLosses losses, ExportShutdown shutdown, Duration timeout) {
		this.delegate = delegate;
		this.redaction = new SpanRedaction();
		this.connection = new ExportConnection(ExportTarget.of(delegate), losses);
		this.shutdown = shutdown;
		this.timeout = timeout;
	}

	void dropped(long spans) {
		this.connection.dropped(spans);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		long number = this.exports.incrementAndGet();
		int size = spans.size();
		CompletableResultCode outcome = new CompletableResultCode();
		CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
		sent.whenComplete((done, failure) -> settle(number, size, failure, outcome));
		this.shutdown.track(sent);
		if (!sent.isDone()) {
			sent.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
			send(spans, sent);
		}
		return outcome;
	}

	private void send(Collection<SpanData> spans, CompletableFuture<@Nullable Void> sent) {
		try {
			CompletableResultCode result = this.delegate.export(this.redaction.redact(spans));
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
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			sent.completeExceptionally(ex);
		}
	}

	private void settle(long number, int size, @Nullable Throwable failure, CompletableResultCode outcome) {
		if (failure == null) {
			this.connection.succeeded(number);
			outcome.succeed();
			return;
		}
		this.connection.failed(number, size, ExportFailure.of(failure));
		outcome.failExceptionally(failure);
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
		return "ExportPipeline[" + this.redaction + " > count > send to " + this.connection + "]";
	}

}
