// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import dev.observability.tracing.prepared.PreparedTracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The span of one execution, from the call of {@code execute…} to the end of its rows.
 * Step 6 of a request; started on the thread that runs the statement, ended by any thread
 * and only once.
 * <p>
 * Its duration is that of {@code execute…}: while the rows are read the span stays open
 * only to learn their number, and then ends with the time at which the driver had
 * returned. A span does not tell its start cheaply ({@code toSpanData()} copies all of
 * it), hence the start is taken here and the end computed from it with
 * {@link System#nanoTime()}. On Linux both clocks are slewed alike, so the span cannot
 * leave its parent unless the wall clock is stepped in the middle of a request.
 */
final class QuerySpan {

	/** Stands for "no span": not sampled, tracing off, or inside another traced call. */
	static final QuerySpan NONE = new QuerySpan();

	private static final AtomicIntegerFieldUpdater<QuerySpan> ENDED = AtomicIntegerFieldUpdater
		.newUpdater(QuerySpan.class, "ended");

	private static final long NANOS_PER_SECOND = 1_000_000_000L;

	/** Neighbours in {@link OpenSpans}, guarded by that list. */
	@Nullable QuerySpan previous;

	@Nullable QuerySpan next;

	private final Span span;

	private final @Nullable JdbcTracing tracing;

	private final long startEpochNanos;

	private final long startNanos;

	private volatile @Nullable OpenSpans openSpans;

	private volatile long endEpochNanos;

	private volatile int ended;

	private QuerySpan() {
		this.span = Span.getInvalid();
		this.tracing = null;
		this.startEpochNanos = 0;
		this.startNanos = 0;
		this.ended = 1;
	}

	private QuerySpan(JdbcTracing tracing, Span span, long startEpochNanos, long startNanos) {
		this.tracing = tracing;
		this.span = span;
		this.startEpochNanos = startEpochNanos;
		this.startNanos = startNanos;
	}

	static QuerySpan start(JdbcTracing tracing, PreparedTracer tracer, TracedQuery query, Context parent) {
		long startEpochNanos = epochNanos();
		long startNanos = System.nanoTime();
		Span span = tracer.startSpan(parent, query.name(), SpanKind.CLIENT, query.attributes(), startEpochNanos);
		return span.isRecording() ? new QuerySpan(tracing, span, startEpochNanos, startNanos) : NONE;
	}

	static QuerySpan start(JdbcTracing tracing, SpanBuilder builder) {
		long startEpochNanos = epochNanos();
		long startNanos = System.nanoTime();
		Span span = builder.setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS).startSpan();
		return span.isRecording() ? new QuerySpan(tracing, span, startEpochNanos, startNanos) : NONE;
	}

	private static long epochNanos() {
		Instant now = Instant.now();
		return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
	}

	// Keeps the span open for its rows, with the present time as its end
	void hold(OpenSpans spans) {
		if (this.ended == 0) {
			this.endEpochNanos = now();
			this.openSpans = spans;
			spans.add(this);
		}
	}

	void end() {
		end(-1);
	}

	/**
	 * Ends the span with the number of rows.
	 * @param rows rows that were read to the end, or negative when that is not known
	 */
	void end(long rows) {
		if (!ENDED.compareAndSet(this, 0, 1)) {
			return;
		}
		leaveOpenSpans();
		try {
			if (rows >= 0) {
				this.span.setAttribute(JdbcAttributes.RETURNED_ROWS.number(), rows);
			}
			long end = this.endEpochNanos;
			this.span.end((end != 0) ? end : now(), TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			failed(ex);
		}
	}

	/**
	 * Ends the span as failed; also when the failure comes while rows are read.
	 * @param error what the driver threw
	 * @param system product that the driver speaks to
	 */
	void fail(Throwable error, DatabaseSystem system) {
		if (!ENDED.compareAndSet(this, 0, 1)) {
			return;
		}
		leaveOpenSpans();
		try {
			SqlErrors.describe(this.span, error, system);
			this.span.end(now(), TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			failed(ex);
		}
	}

	private long now() {
		return this.startEpochNanos + (System.nanoTime() - this.startNanos);
	}

	private void leaveOpenSpans() {
		OpenSpans spans = this.openSpans;
		if (spans != null) {
			spans.remove(this);
		}
	}

	private void failed(Throwable ex) {
		if (this.tracing != null) {
			this.tracing.failed(ex);
		}
	}

}
