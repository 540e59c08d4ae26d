// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.sampling;

/**
 * Which span is decided about.
 */
public enum SampledSpan {

	/** A request without a caller: the first span of its trace. */
	FIRST,

	/** A span below it. */
	BELOW,

	/** A span below it that is one too many; for Boot's sampler one like all others. */
	TOO_MANY

}
