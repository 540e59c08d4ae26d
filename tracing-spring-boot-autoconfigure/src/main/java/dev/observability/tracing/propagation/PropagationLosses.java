// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what was not passed on at steps 2 and 6 of a request, by reason, for one
 * application. Written on any thread without blocking.
 */
final class PropagationLosses {

	private final LongAdder[] counts;

	PropagationLosses() {
		this.counts = new LongAdder[PropagationLoss.values().length];
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = new LongAdder();
		}
	}

	void add(PropagationLoss reason) {
		this.counts[reason.ordinal()].increment();
	}

	long count(PropagationLoss reason) {
		return this.counts[reason.ordinal()].sum();
	}

	long total() {
		long total = 0;
		for (LongAdder count : this.counts) {
			total += count.sum();
		}
		return total;
	}

}
