// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.Comparator;

/**
 * The orders of the list. Equal ones stand newest first.
 *
 * @since 0.1.0
 */
public enum TraceSort {

	/** The one that began last stands first. */
	NEWEST(Comparator.comparingLong(TraceSummary::startNanos).reversed()),

	/** The one that began first stands first. */
	OLDEST(Comparator.comparingLong(TraceSummary::startNanos)),

	/** The slowest stands first. */
	LONGEST(Comparator.comparingLong(TraceSummary::durationNanos).reversed()),

	/** The fastest stands first. */
	SHORTEST(Comparator.comparingLong(TraceSummary::durationNanos)),

	/** The biggest stands first. */
	SPANS(Comparator.comparingInt(TraceSummary::spans).reversed()),

	/** The one with the most failed spans stands first. */
	ERRORS(Comparator.comparingInt(TraceSummary::errors).reversed());

	private final Comparator<TraceSummary> order;

	TraceSort(Comparator<TraceSummary> order) {
		this.order = order;
	}

	Comparator<TraceSummary> order() {
		return (this == NEWEST) ? this.order : this.order.thenComparing(NEWEST.order);
	}

}
