// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.api.trace.TraceState;

/**
 * The trace state of the spans of one trace in this process: has the members that came in
 * and goes out with them alone, and counts the spans. Steps 3 to 10 of a request, on any
 * thread.
 * <p>
 * It is the one thing that each span has from its parent, so that no map of the traces
 * that are running is needed.
 *
 * @since 0.1.0
 */
public final class LocalTraceState extends MarkedTraceState {

	/** Of all its spans, those that were too many among them. */
	private final AtomicLong spans;

	private final int maxSpans;

	private LocalTraceState(TraceState members, AtomicLong spans, int maxSpans) {
		super(members);
		this.spans = spans;
		this.maxSpans = maxSpans;
	}

	/**
	 * Begins a trace in this process.
	 * @param members those that came in, or that a sampler made
	 * @param maxSpans how many spans it may have
	 * @return the trace state of its first span, which is counted
	 */
	public static LocalTraceState begin(TraceState members, int maxSpans) {
		return new LocalTraceState(members, new AtomicLong(1), maxSpans);
	}

	/**
	 * Goes on with the same trace and other members.
	 * @param members such as a sampler made
	 * @return a trace state that counts the same spans
	 */
	public LocalTraceState with(TraceState members) {
		return (members == this || members == members()) ? this
				: new LocalTraceState(members, this.spans, this.maxSpans);
	}

	/**
	 * Counts one span more.
	 * @return whether the trace may have it
	 */
	public boolean add() {
		return this.spans.incrementAndGet() <= this.maxSpans;
	}

	/**
	 * Returns how many spans were too many.
	 * @return the number so far, without those below them
	 */
	public long leftOut() {
		return Math.max(0, this.spans.get() - this.maxSpans);
	}

}
