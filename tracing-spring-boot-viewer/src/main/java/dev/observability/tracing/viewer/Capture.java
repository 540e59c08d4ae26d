// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

import dev.observability.tracing.export.SpanMask;
import dev.observability.tracing.export.SpanTap;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Takes spans and log lines from the threads of the application, and masks and hands them
 * on by a thread of its own. Step 9 of a request, where it only puts them into a queue,
 * never waits and never throws; step 10 on its own thread.
 * <p>
 * That thread looks into the queue every few milliseconds rather than being woken, which
 * would cost the request more than everything else here.
 */
final class Capture implements SpanTap, InitializingBean, DisposableBean {

	/** Spans and lines that wait at most. */
	static final int MAX_WAITING = 4096;

	private static final Log logger = LogFactory.getLog(Capture.class);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

	private static final long STOP_MILLIS = 1000;

	private final Queue<Object> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final SdkSpans spans;

	private final Fields resource;

	private final TraceSink sink;

	private final Runnable drained;

	private final LongConsumer lost;

	private final Thread thread = new Thread(this::run, "tracing-viewer");

	private volatile boolean closed;

	private boolean failed;

	/**
	 * Creates it; nothing is taken before it is started.
	 * @param mask what may be kept of a span
	 * @param origin what may be kept of who made it
	 * @param resource attributes of the resource, for log lines
	 * @param sink where it all goes, on the thread of the capture
	 * @param drained called on that thread when nothing waits any more
	 * @param lost told how many spans and lines did not get there
	 */
	Capture(SpanMask mask, RecordMask origin, Fields resource, TraceSink sink, Runnable drained, LongConsumer lost) {
		this.spans = new SdkSpans(mask, origin);
		this.resource = resource;
		this.sink = sink;
		this.drained = drained;
		this.lost = lost;
	}

	@Override
	public void afterPropertiesSet() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	@Override
	public void ended(ReadableSpan span) {
		if (span.getSpanContext().isSampled()) {
			offer(span);
		}
	}

	/**
	 * Takes a span or a {@link LogCapture.Pending line}.
	 * @param item one of them
	 * @return whether there was place for it
	 */
	boolean offer(Object item) {
		if (this.closed || this.waiting.get() >= MAX_WAITING) {
			this.lost.accept(1);
			return false;
		}
		this.waiting.incrementAndGet();
		this.queue.add(item);
		return true;
	}

	private void run() {
		while (!this.closed) {
			drain();
			LockSupport.parkNanos(this, PAUSE_NANOS);
		}
		drain();
	}

	private void drain() {
		Object item = this.queue.poll();
		while (item != null) {
			this.waiting.decrementAndGet();
			handOn(item);
			item = this.queue.poll();
		}
		guarded(this.drained);
	}

	private void handOn(Object item) {
		if (item instanceof ReadableSpan span) {
			guarded(() -> handOn(span));
		}
		else if (item instanceof LogCapture.Pending line) {
			guarded(() -> this.sink.line(line.masked(this.resource)));
		}
	}

	private void handOn(ReadableSpan span) {
		SpanRecord known = this.spans.read(span);
		if (known != null) {
			this.sink.span(known);
		}
	}

	// Whatever is wrong with one, the next may be right
	private void guarded(Runnable work) {
		try {
			work.run();
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			this.lost.accept(1);
			if (!this.failed) {
				this.failed = true;
				logger.warn("Something is missing from the trace page. Not logged again", ex);
			}
		}
	}

	@Override
	public void destroy() throws InterruptedException {
		this.closed = true;
		LockSupport.unpark(this.thread);
		this.thread.join(STOP_MILLIS);
	}

	@Override
	public String toString() {
		return "trace page";
	}

}
