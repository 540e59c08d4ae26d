// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the meters of observations lack. Step 8 of a request, on any thread.
 */
final class MeterCuts {

	private final LongAdder[] counts = new LongAdder[MeterCut.values().length];

	MeterCuts() {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = new LongAdder();
		}
	}

	void add(MeterCut kind) {
		this.counts[kind.ordinal()].increment();
	}

	long count(MeterCut kind) {
		return this.counts[kind.ordinal()].sum();
	}

}
