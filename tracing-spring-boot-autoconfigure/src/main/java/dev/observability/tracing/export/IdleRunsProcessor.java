// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Stands before the queues and keeps the spans of {@link IdleRuns} from them. Step 9 of a
 * request, on the thread that ends the span.
 */
final class IdleRunsProcessor implements SpanProcessor {

	private final SpanProcessor queues;

	private final IdleRuns runs;

	IdleRunsProcessor(List<SpanProcessor> queues, IdleRuns runs) {
		this.queues = SpanProcessor.composite(queues);
		this.runs = runs;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		this.runs.started(parentContext, span).forEach(this.queues::onEnd);
		if (this.queues.isStartRequired()) {
			this.queues.onStart(parentContext, span);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		Collection<ReadableSpan> leaving = this.runs.ended(span);
		if (leaving == null) {
			this.queues.onEnd(span);
		}
		else {
			leaving.forEach(this.queues::onEnd);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public CompletableResultCode forceFlush() {
		this.runs.releaseAll().forEach(this.queues::onEnd);
		return this.queues.forceFlush();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.runs.releaseAll().forEach(this.queues::onEnd);
		this.runs.dropAll();
		return this.queues.shutdown();
	}

	@Override
	public String toString() {
		return ExportStage.DECIDE.before(" (" + this.runs + ")", this.queues);
	}

}
