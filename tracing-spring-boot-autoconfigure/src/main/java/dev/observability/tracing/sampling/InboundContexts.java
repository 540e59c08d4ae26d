// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.concurrent.atomic.LongAdder;

/**
 * Knows whether any request brought the context of a trace. Step 3 of a request, on the
 * request thread; does not block. Counts no further once it has seen one.
 */
final class InboundContexts {

	/** So many that a caller with a trace would be among them. */
	static final int ENOUGH = 100;

	private final LongAdder without = new LongAdder();

	private volatile boolean seen;

	void request(boolean context) {
		if (this.seen) {
			return;
		}
		if (context) {
			this.seen = true;
		}
		else {
			this.without.increment();
		}
	}

	boolean isSeen() {
		return this.seen;
	}

	/**
	 * How many requests came without.
	 * @return a number that grows no more once one came with
	 */
	long without() {
		return this.without.sum();
	}

}
