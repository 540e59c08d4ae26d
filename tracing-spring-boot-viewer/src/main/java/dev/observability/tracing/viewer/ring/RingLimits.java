// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

/**
 * How much the ring keeps at most.
 *
 * @param bytes memory of all traces, as {@link Charge} counts it
 * @param traces number of traces; as many again may wait for their first span
 * @param spans number of spans of all traces
 * @param spansPerTrace number of spans of one trace
 * @param slowNanos from how long a trace counts as slow
 * @param ageNanos how long a trace stays after its last change, unless it is pinned or
 * imported
 * @since 0.1.0
 */
public record RingLimits(long bytes, int traces, int spans, int spansPerTrace, long slowNanos, long ageNanos) {

	/** Log lines of one trace at most. */
	public static final int LINES_PER_TRACE = 200;

	/** Share of traces with an error, and of slow, pinned and imported ones. */
	static final double SHELTERED_SHARE = 0.3;

	/**
	 * Share of the memory for traces of which only log lines came so far: 3 MB of 32, the
	 * lines of some thousand requests that have just begun.
	 */
	static final double UNSEEN_SHARE = 0.1;

}
