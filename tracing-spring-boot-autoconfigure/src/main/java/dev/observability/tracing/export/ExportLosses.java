// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts the spans that did not reach a collector, by reason, of one exporter or of all
 * of an application. Written on exporter and request threads without blocking.
 */
final class ExportLosses {

	private final Map<LossReason, LongAdder> counts = new EnumMap<>(LossReason.class);

	private final @Nullable ExportLosses total;

	ExportLosses() {
		this(null);
	}

	/**
	 * Creates counters.
	 * @param total hears all that these count, or {@code null}
	 */
	ExportLosses(@Nullable ExportLosses total) {
		this.total = total;
		for (LossReason reason : LossReason.values()) {
			this.counts.put(reason, new LongAdder());
		}
	}

	void add(LossReason reason, long spans) {
		counter(reason).add(spans);
		if (this.total != null) {
			this.total.add(reason, spans);
		}
	}

	long count(LossReason reason) {
		return counter(reason).sum();
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
