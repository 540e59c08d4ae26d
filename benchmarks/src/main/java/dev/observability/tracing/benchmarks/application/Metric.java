// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

/**
 * What is measured of a variant, once per round.
 */
enum Metric {

	/** From the start of the JVM to "ready", milliseconds; once per process. */
	START_MILLIS,

	/** Resident memory after the round, MB. */
	RESIDENT_MB,

	/** CPU time of the process per request, eight connections busy, microseconds. */
	SATURATED_CPU,

	/** That of the request threads only. */
	SATURATED_REQUEST_CPU,

	/** Kilobytes allocated per request, eight connections busy. */
	SATURATED_KB,

	/** Requests per second, eight connections busy. */
	SATURATED_RATE,

	/** CPU time of the process per request at a fixed rate, all export included. */
	PACED_CPU,

	/** That of the request threads only. */
	PACED_REQUEST_CPU,

	/** Kilobytes allocated per request at a fixed rate, all export included. */
	PACED_KB,

	/** Spans that arrived per request at a fixed rate. */
	PACED_SPANS,

	/** Median of the time to the answer at half of this variant's saturation, ms. */
	HALF_P50,

	/** The 99th percentile of the same. */
	HALF_P99;

	// Whether it is of the slice at a fixed rate
	boolean isPaced() {
		return this == PACED_CPU || this == PACED_REQUEST_CPU || this == PACED_KB || this == PACED_SPANS;
	}

}
