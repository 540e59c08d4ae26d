// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.traced;

/**
 * Who makes the span of a call.
 */
public enum TracedVariant {

	/** Nobody. */
	PLAIN,

	/** OpenTelemetry's API by hand, with the same attribute, scope and timer. */
	BY_HAND,

	/** The same again: what the ratios of identical variants look like. */
	BY_HAND_AGAIN,

	/** {@code @Traced}. */
	TRACED,

	/** {@code @Traced} with two attributes by expression. */
	TRACED_EXPRESSIONS,

	/** {@code @Traced} while nothing is sampled. */
	TRACED_DROPPED,

	/** {@code @Traced} with a sampler that records and does not sample. */
	TRACED_RECORD_ONLY,

	/** Micrometer's {@code @Observed} by its aspect, with Boot's handlers. */
	OBSERVED,

	/** {@code @Observed} with our advice and our handlers. */
	OBSERVED_OURS,

	/** One report of a job's progress. */
	PROGRESS;

	boolean isOurs() {
		return this != OBSERVED;
	}

	boolean isSampled() {
		return this != TRACED_DROPPED;
	}

	// Spans that leave
	int spans() {
		return (this == PLAIN || this == TRACED_DROPPED || this == TRACED_RECORD_ONLY || this == PROGRESS) ? 0 : 1;
	}

}
