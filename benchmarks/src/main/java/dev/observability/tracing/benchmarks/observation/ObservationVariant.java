// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

/**
 * Who handles the observation.
 */
public enum ObservationVariant {

	/** One handler that does nothing: what the observation itself costs. */
	EMPTY,

	/** Boot's handler of meters, with a registry for Prometheus. */
	METERS,

	/** Boot's three handlers of traces and its handler of meters. */
	BOOT,

	/** The same again: what the ratios of identical variants look like. */
	BOOT_AGAIN,

	/** Whatever our starter registers. */
	OURS,

	/** Boot's with a sampler that records nothing. */
	BOOT_UNSAMPLED,

	/** Ours with a sampler that records nothing. */
	OURS_UNSAMPLED;

	boolean isSampled() {
		return this == BOOT || this == BOOT_AGAIN || this == OURS;
	}

	boolean isOurs() {
		return this == OURS || this == OURS_UNSAMPLED;
	}

}
