// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

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
public final class LocalTraceState implements TraceState {

	private final TraceState members;

	/** Of all its spans, those that were too many among them. */
	private final AtomicLong spans;

	private final int maxSpans;

	private LocalTraceState(TraceState members, AtomicLong spans, int maxSpans) {
		this.members = members;
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
		return (members == this || members == this.members) ? this
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

	/**
	 * Returns what came in or goes out.
	 * @return the members as they are to be written
	 */
	public TraceState members() {
		return this.members;
	}

	@Override
	public @Nullable String get(String key) {
		return this.members.get(key);
	}

	@Override
	public int size() {
		return this.members.size();
	}

	@Override
	public boolean isEmpty() {
		return this.members.isEmpty();
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		this.members.forEach(consumer);
	}

	@Override
	public Map<String, String> asMap() {
		return this.members.asMap();
	}

	@Override
	public TraceStateBuilder toBuilder() {
		return this.members.toBuilder();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof LocalTraceState that && this.members.equals(that.members);
	}

	@Override
	public int hashCode() {
		return this.members.hashCode();
	}

	@Override
	public String toString() {
		return this.members.toString();
	}

}
