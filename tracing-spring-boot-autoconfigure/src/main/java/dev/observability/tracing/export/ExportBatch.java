// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * One export: its parts leave one after the other, all within its time. Exporter thread,
 * then those of the sender, never two at once.
 */
final class ExportBatch {

	private final CompletableResultCode outcome = new CompletableResultCode();

	private final ExportPipeline pipeline;

	private final ExportExit exit;

	private final long deadline;

	private final Collection<SpanData> spans;

	private @Nullable Iterator<ExportPart> parts;

	/** Spans that no part has taken yet. */
	private int left;

	/** That of the first part that failed. */
	private @Nullable ExportFailure failure;

	ExportBatch(ExportPipeline pipeline, ExportExit exit, Collection<SpanData> spans, long deadline) {
		this.pipeline = pipeline;
		this.exit = exit;
		this.deadline = deadline;
		this.spans = spans;
		this.left = spans.size();
	}

	/**
	 * What becomes of it.
	 * @return done when nothing of it will be sent any more
	 */
	CompletableResultCode outcome() {
		return this.outcome;
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
			settle(this.pipeline.nextNumber(), this.left, SendOutcome.lost(ExportFailure.of(ex)));
			return null;
		}
		if (part == null) {
			return null;
		}
		// The processor empties its batch when it has waited long enough
		int size = part.size();
		this.left -= size;
		long number = this.pipeline.nextNumber();
		return this.pipeline.deliver(part, this.deadline).thenAccept((outcome) -> settle(number, size, outcome));
	}

	private @Nullable ExportPart next() throws TimeoutException {
		Iterator<ExportPart> parts = this.parts;
		if (parts != null && !parts.hasNext()) {
			return null;
		}
		if (this.pipeline.isOver()) {
			throw new ExportShutdown.ShutdownTimeoutException();
		}
		if (parts == null) {
			parts = this.exit.parts(this.spans);
			this.parts = parts;
		}
		else if (!this.pipeline.hasSpool() && this.deadline - System.nanoTime() <= 0) {
			throw new TimeoutException();
		}
		return parts.next();
	}

	private void settle(long number, int size, SendOutcome outcome) {
		if (this.failure == null) {
			this.failure = outcome.failure();
		}
		this.pipeline.settle(number, size, outcome);
	}

}
