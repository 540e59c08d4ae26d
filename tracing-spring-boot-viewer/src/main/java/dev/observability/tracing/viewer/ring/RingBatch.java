// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;

import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;

/**
 * Puts into the ring what one request or one file brings, and tells which log lines the
 * ring has already, because the sender got no answer and sends again, or the file came
 * from here. A line has no id, and an application may say the same twice at the same
 * moment; so each line that was there before stands for one line of the request, and no
 * more. Step 11 of a request, on the thread that reads it.
 */
final class RingBatch implements TraceSink {

	private final Ring ring;

	private final boolean imported;

	/**
	 * The lines of each trace that were there before the request, the first of them: a
	 * bit for each that stands for one of the request, and one more behind the last.
	 * Guarded by the lock of the ring.
	 */
	private final Map<KeptTrace, BitSet> taken = new IdentityHashMap<>();

	RingBatch(Ring ring, boolean imported) {
		this.ring = ring;
		this.imported = imported;
	}

	@Override
	public void span(SpanRecord span) {
		this.ring.add(span, this.imported);
	}

	@Override
	public void line(LogLine line) {
		this.ring.add(line, this);
	}

	/**
	 * Returns whether a line is there already; the one that is there counts once. Under
	 * the lock of the ring.
	 * @param trace where it belongs
	 * @param line the next line of the request
	 * @return whether to leave it out
	 */
	boolean repeats(KeptTrace trace, LogLine line) {
		BitSet taken = this.taken.computeIfAbsent(trace, (unseen) -> {
			BitSet none = new BitSet();
			none.set(unseen.lines().size());
			return none;
		});
		int before = taken.length() - 1;
		// What is sent again mostly comes in the same order: the first is the one
		for (int i = taken.nextClearBit(0); i < before; i = taken.nextClearBit(i + 1)) {
			if (trace.lines().get(i).equals(line)) {
				taken.set(i);
				return true;
			}
		}
		return false;
	}

}
