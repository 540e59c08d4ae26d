// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * The spans that wait for an exporter, and those that it is sending: bounded by number
 * and by bytes in front of the SDK's processor, which knows no bytes and tells only a
 * meter what it drops. Step 9 of a request, on the thread that ends the span: never
 * waits, never throws.
 */
final class ExportQueue implements SpanProcessor {

	private final Bounds bounds;

	private final List<ExportPipeline> exits;

	private final SpanExporter exporter;

	private final BatchSpanProcessor processor;

	private final AtomicLong spans = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private final WaitingExceptions exceptions = new WaitingExceptions();

	/** What found no room. */
	private final LongAdder full = new LongAdder();

	/** What came after the end. */
	private final LongAdder late = new LongAdder();

	private final LongAdder handedOver = new LongAdder();

	private volatile boolean closed;

	/**
	 * Creates a queue.
	 * @param bounds of what waits
	 * @param exporter takes the batches
	 * @param exits where the spans go in the end
	 * @param processor makes the SDK's processor, which holds as many spans as the bounds
	 * allow
	 */
	ExportQueue(Bounds bounds, SpanExporter exporter, List<ExportPipeline> exits,
			Function<SpanExporter, BatchSpanProcessor> processor) {
		this.bounds = bounds;
		this.exits = List.copyOf(exits);
		this.exporter = exporter;
		this.processor = processor.apply(new Outlet());
	}

	BatchSpanProcessor processor() {
		return this.processor;
	}

	SpanExporter exporter() {
		return this.exporter;
	}

	Bounds bounds() {
		return this.bounds;
	}

	long spans() {
		return this.spans.get();
	}

	long bytes() {
		return this.bytes.get();
	}

	long handedOver() {
		return this.handedOver.sum();
	}

	long full() {
		return this.full.sum();
	}

	long late() {
		return this.late.sum();
	}

	List<ExportPipeline> exits() {
		return this.exits;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		// Not asked for
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (!this.bounds.unsampled() && !span.getSpanContext().isSampled()) {
			return;
		}
		for (int i = 0; i < this.exits.size(); i++) {
			this.exits.get(i).ledger().accepted();
		}
		LossReason reason = this.closed ? LossReason.SHUTDOWN : enter(span);
		if (reason == null) {
			this.processor.onEnd(span);
		}
		else {
			drop(reason, 1);
		}
	}

	// Null where there is room
	private @Nullable LossReason enter(ReadableSpan span) {
		if (this.spans.incrementAndGet() > this.bounds.spans()) {
			this.spans.decrementAndGet();
			return LossReason.QUEUE_FULL;
		}
		SpanData data = span.toSpanData();
		long charge = SpanCharge.of(data);
		List<Throwable> exceptions = WaitingExceptions.of(data);
		if (this.bytes.addAndGet(charge + this.exceptions.hold(exceptions)) > this.bounds.bytes()) {
			this.bytes.addAndGet(-charge - this.exceptions.letGo(exceptions));
			this.spans.decrementAndGet();
			return LossReason.MEMORY_FULL;
		}
		return null;
	}

	private void drop(LossReason reason, long spans) {
		((reason != LossReason.SHUTDOWN) ? this.full : this.late).add(spans);
		for (ExportPipeline exit : this.exits) {
			exit.dropped(reason, spans);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.processor.forceFlush();
	}

	@Override
	public CompletableResultCode shutdown() {
		this.closed = true;
		return this.processor.shutdown();
	}

	@Override
	public String toString() {
		String size = " of " + this.bounds.spans() + " spans, " + this.bounds.bytes() / (1024 * 1024) + " MiB";
		List<String> lines = this.exits.stream().map(ExportPipeline::line).toList();
		return ExportStage.QUEUE.before(size, (lines.size() == 1) ? lines.get(0) : lines);
	}

	/**
	 * How much may wait.
	 *
	 * @param spans how many, those that are being sent among them
	 * @param bytes charged by {@link SpanCharge} and {@link ExceptionCharge}
	 * @param unsampled whether spans are exported that are not sampled
	 */
	record Bounds(int spans, long bytes, boolean unsampled) {

	}

	/**
	 * Where the processor lets batches out. Exporter thread.
	 */
	private final class Outlet implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> batch) {
			int count = batch.size();
			ExportQueue.this.handedOver.add(count);
			long charge = batch.stream().mapToLong(SpanCharge::of).sum();
			// Before the processor empties its batch
			List<Throwable> exceptions = batch.stream().map(WaitingExceptions::of).flatMap(List::stream).toList();
			long[] before = ExportQueue.this.exits.stream().mapToLong(ExportPipeline::takenSpans).toArray();
			CompletableResultCode result = export(batch, before);
			result.whenComplete(() -> {
				ExportQueue.this.spans.addAndGet(-count);
				ExportQueue.this.bytes.addAndGet(-charge - ExportQueue.this.exceptions.letGo(exceptions));
			});
			return result;
		}

		// Between here and the exits are, if anything, filters of the application
		private CompletableResultCode export(Collection<SpanData> batch, long[] before) {
			int count = batch.size();
			Throwable failure = null;
			CompletableResultCode result;
			try {
				result = ExportQueue.this.exporter.export(batch);
			}
			catch (RuntimeException | LinkageError ex) {
				failure = ex;
				result = CompletableResultCode.ofExceptionalFailure(ex);
			}
			for (int i = 0; i < before.length; i++) {
				ExportPipeline exit = ExportQueue.this.exits.get(i);
				exit.missed(count - (exit.takenSpans() - before[i]), failure);
			}
			return result;
		}

		@Override
		public CompletableResultCode flush() {
			return ExportQueue.this.exporter.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			// What came while the last batch left: nobody takes it from the processor any
			// more
			long left = ExportQueue.this.spans.getAndSet(0);
			ExportQueue.this.bytes.set(0);
			ExportQueue.this.exceptions.clear();
			if (left > 0) {
				drop(LossReason.SHUTDOWN, left);
			}
			return ExportQueue.this.exporter.shutdown();
		}

		@Override
		public String toString() {
			return ExportQueue.this.exporter.toString();
		}

	}

}
