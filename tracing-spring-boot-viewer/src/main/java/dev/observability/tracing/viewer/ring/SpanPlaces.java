// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.List;

import dev.observability.tracing.viewer.trace.SpanRecord;

/**
 * Finds a span of a trace by its id and its start: a hash table of places in the list of
 * spans, which takes at most 16 bytes for each, as {@link Charge} counts them. Looks at
 * {@value #TRIES} spans at most, so that nobody makes it slow by ids that fall together;
 * those that find no place are not found again. Guarded by the lock of the ring.
 */
final class SpanPlaces {

	/** At most half is taken, so that one of four billion spans needs more. */
	private static final int TRIES = 32;

	/** A power of two, as every length. */
	private static final int SMALLEST = 4;

	/** 2^64 by the golden ratio: the product spreads all bits of an id. */
	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	private final List<SpanRecord> spans;

	/** Place in the list, from 1; 0 where there is none. */
	private int[] places = new int[SMALLEST];

	/**
	 * Creates it.
	 * @param spans the list, still empty
	 */
	SpanPlaces(List<SpanRecord> spans) {
		this.spans = spans;
	}

	boolean contains(SpanRecord span) {
		long hash = hash(span);
		for (int i = 0; i < TRIES; i++) {
			int place = this.places[at(hash, i)];
			if (place == 0) {
				return false;
			}
			SpanRecord known = this.spans.get(place - 1);
			if (known.id() == span.id() && known.startNanos() == span.startNanos()) {
				return true;
			}
		}
		return false;
	}

	/** Takes in the last span of the list. */
	void added() {
		if (2 * this.spans.size() <= this.places.length) {
			put(this.spans.size());
			return;
		}
		this.places = new int[2 * this.places.length];
		for (int place = 1; place <= this.spans.size(); place++) {
			put(place);
		}
	}

	private void put(int place) {
		long hash = hash(this.spans.get(place - 1));
		for (int i = 0; i < TRIES; i++) {
			int at = at(hash, i);
			if (this.places[at] == 0) {
				this.places[at] = place;
				return;
			}
		}
	}

	private static long hash(SpanRecord span) {
		long hash = span.id() ^ Long.rotateLeft(span.startNanos(), Integer.SIZE);
		hash = (hash ^ hash >>> Integer.SIZE) * SPREAD;
		hash = (hash ^ hash >>> Integer.SIZE) * SPREAD;
		return hash ^ hash >>> Integer.SIZE;
	}

	// An odd step comes to every place of a table whose length is a power of two
	private int at(long hash, int tries) {
		int step = (int) (hash >>> Integer.SIZE) | 1;
		return (int) hash + tries * step & this.places.length - 1;
	}

}
