// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.time.Duration;
import java.util.List;

/**
 * What the goals are decided by: the few variants that they need take turns so short that
 * what else the machine does meanwhile hits all of them alike, for the request with three
 * queries. A round goes through them in a new order and back again, and a variant's value
 * is the mean of its two.
 */
enum Comparison {

	/** Eight connections as busy as can be. */
	BUSY(20, 500, Variant.BASE, Variant.BOOT, Variant.BOOT_AGAIN, Variant.BOOT_0, Variant.OURS, Variant.OURS_0),

	/** A fixed rate, until every span has arrived. */
	AT_FIXED_RATE(10, 2000, Variant.PLAIN, Variant.BASE, Variant.BOOT, Variant.BOOT_AGAIN, Variant.BOOT_JDBC,
			Variant.AGENT, Variant.OURS);

	private final int rounds;

	private final Duration slice;

	private final List<Variant> variants;

	Comparison(int rounds, int sliceMillis, Variant... variants) {
		this.rounds = rounds;
		this.slice = Duration.ofMillis(sliceMillis);
		this.variants = List.of(variants);
	}

	// In each fork
	int rounds() {
		return this.rounds;
	}

	Duration slice() {
		return this.slice;
	}

	boolean needs(Variant variant) {
		return this.variants.contains(variant);
	}

}
