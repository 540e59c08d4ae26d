// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what was cut of the spans of an application, by kind. Written on the thread of
 * the first exporter, read by any.
 */
final class SpanCuts {

	private final Map<CutKind, LongAdder> counts = new EnumMap<>(CutKind.class);

	SpanCuts() {
		for (CutKind kind : CutKind.values()) {
			this.counts.put(kind, new LongAdder());
		}
	}

	void add(CutKind kind, long number) {
		if (number > 0) {
			counter(kind).add(number);
		}
	}

	long count(CutKind kind) {
		return counter(kind).sum();
	}

	private LongAdder counter(CutKind kind) {
		LongAdder counter = this.counts.get(kind);
		if (counter == null) {
			throw new IllegalStateException("no counter for " + kind);
		}
		return counter;
	}

	@Override
	public String toString() {
		return this.counts.toString();
	}

}
