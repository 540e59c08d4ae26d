// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts the spans that did not reach a collector, by reason, of one exporter or of all
 * of an application, and knows when the newest was lost. Written on exporter and request
 * threads without blocking, and only when there is a loss.
 */
final class ExportLosses {

	private final Map<LossReason, LongAdder> counts = new EnumMap<>(LossReason.class);

	/** Milliseconds of the newest loss by the number of its reason, zero for none. */
	private final AtomicLongArray newest = new AtomicLongArray(LossReason.values().length);

	private final Clock clock;

	private final @Nullable ExportLosses total;

	ExportLosses() {
		this(Clock.systemUTC());
	}

	ExportLosses(Clock clock) {
		this(clock, null);
	}

	/**
	 * Creates counters with the clock of others.
	 * @param total hears all that these count
	 */
	ExportLosses(ExportLosses total) {
		this(total.clock, total);
	}

	private ExportLosses(Clock clock, @Nullable ExportLosses total) {
		this.clock = clock;
		this.total = total;
		for (LossReason reason : LossReason.values()) {
			this.counts.put(reason, new LongAdder());
		}
	}

	void add(LossReason reason, long spans) {
		if (spans > 0) {
			// Nobody waits for it, and of two that write at once either is right
			this.newest.setOpaque(reason.ordinal(), this.clock.millis());
		}
		counter(reason).add(spans);
		if (this.total != null) {
			this.total.add(reason, spans);
		}
	}

	long count(LossReason reason) {
		return counter(reason).sum();
	}

	/**
	 * Tells when the newest of the spans was lost.
	 * @param reason why
	 * @return {@code null} where none was
	 */
	@Nullable Instant newest(LossReason reason) {
		long millis = this.newest.getOpaque(reason.ordinal());
		return (millis != 0) ? Instant.ofEpochMilli(millis) : null;
	}

	long total() {
		return this.counts.values().stream().mapToLong(LongAdder::sum).sum();
	}

	private LongAdder counter(LossReason reason) {
		LongAdder counter = this.counts.get(reason);
		if (counter == null) {
			throw new IllegalStateException("no counter for " + reason);
		}
		return counter;
	}

	@Override
	public String toString() {
		return this.counts.toString();
	}

}
