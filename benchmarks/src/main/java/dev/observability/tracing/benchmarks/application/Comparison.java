// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.time.Duration;
import java.util.List;

/**
 * What the goals are decided by: the few variants that they need take turns in slices so
 * short that what else the machine does hits single ones, for the request with three
 * queries. All slices of a fork make one value of a variant: within a fork they would
 * agree on how lucky its compiler was, and say nothing of the next start.
 */
enum Comparison {

	/** Eight connections as busy as can be. */
	BUSY(60, 100, Variant.BASE, Variant.BOOT, Variant.BOOT_AGAIN, Variant.BOOT_0, Variant.OURS, Variant.OURS_0),

	/** A fixed rate, until every span has arrived. */
	AT_FIXED_RATE(10, 1000, Variant.PLAIN, Variant.BASE, Variant.BOOT, Variant.BOOT_AGAIN, Variant.BOOT_JDBC,
			Variant.AGENT, Variant.OURS);

	private final int slices;

	private final Duration slice;

	private final List<Variant> variants;

	Comparison(int slices, int sliceMillis, Variant... variants) {
		this.slices = slices;
		this.slice = Duration.ofMillis(sliceMillis);
		this.variants = List.of(variants);
	}

	// Of each variant in each fork
	int slices() {
		return this.slices;
	}

	Duration slice() {
		return this.slice;
	}

	// What tells a slice that was disturbed
	Metric requestCpu() {
		return (this == BUSY) ? Metric.SATURATED_REQUEST_CPU : Metric.PACED_REQUEST_CPU;
	}

	boolean needs(Variant variant) {
		return this.variants.contains(variant);
	}

}
