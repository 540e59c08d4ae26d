// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts what spans of methods lack, by reason, for one application. Step 6 of a request,
 * on any thread; neither blocks nor throws.
 */
final class TracedLosses {

	private static final Log logger = LogFactory.getLog(TracedLosses.class);

	private final LongAdder[] counts = new LongAdder[TracedLoss.values().length];

	private final AtomicBoolean logged = new AtomicBoolean();

	TracedLosses() {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = new LongAdder();
		}
	}

	// The message of an exception may have the value in it
	void add(TracedLoss reason, String what, Throwable ex) {
		this.counts[reason.ordinal()].increment();
		if (this.logged.compareAndSet(false, true)) {
			logger.warn("A span of " + what + " lacks something; the application was not affected. "
					+ "Further failures are only counted, by " + TracedMeters.LOST + ": " + ex.getClass().getName());
		}
	}

	long count(TracedLoss reason) {
		return this.counts[reason.ordinal()].sum();
	}

}
