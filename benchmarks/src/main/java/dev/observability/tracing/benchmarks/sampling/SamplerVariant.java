// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.sampling;

/**
 * Who decides about a span.
 */
public enum SamplerVariant {

	/** Boot's sampler alone. */
	BOOT,

	/** The same again: what the ratios of identical variants look like. */
	BOOT_AGAIN,

	/** Boot's within ours: paths that are left out, and a limit of spans per trace. */
	OURS

}
