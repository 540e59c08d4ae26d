// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.viewer.trace.LogLine;

/**
 * Tells which log lines of one request, or of one file, the ring has already, because the
 * sender got no answer and sends again, or the file came from here. A line has no id, and
 * an application may say the same twice at the same moment; so each line that was there
 * before stands for one line of the request, and no more. Guarded by the lock of the
 * ring, and forgotten with the request.
 */
final class RepeatedLines {

	private final Map<KeptTrace, Before> traces = new IdentityHashMap<>();

	/**
	 * Returns whether a line is there already; the one that is there counts once.
	 * @param trace where it belongs
	 * @param line the next line of the request
	 * @return whether to leave it out
	 */
	boolean contain(KeptTrace trace, LogLine line) {
		return this.traces.computeIfAbsent(trace, (unseen) -> new Before(unseen.lines().size()))
			.take(trace.lines(), line);
	}

	/** The lines of a trace that were there before the request: the first of them. */
	private static final class Before {

		private final int count;

		private final BitSet taken = new BitSet();

		Before(int count) {
			this.count = count;
		}

		// What is sent again mostly comes in the same order: the first is the one
		boolean take(List<LogLine> lines, LogLine line) {
			for (int i = this.taken.nextClearBit(0); i < this.count; i = this.taken.nextClearBit(i + 1)) {
				if (lines.get(i).equals(line)) {
					this.taken.set(i);
					return true;
				}
			}
			return false;
		}

	}

}
