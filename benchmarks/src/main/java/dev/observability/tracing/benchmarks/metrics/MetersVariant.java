// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.metrics;

/**
 * The ways to record the meters of an observation that are compared.
 */
public enum MetersVariant {

	/** An observation with a handler that does nothing. */
	EMPTY,

	/** Boot's meter handler alone. */
	BOOT,

	/** Boot's meter handler without its timer of what is active. */
	BOOT_WITHOUT_ACTIVE,

	/** This project's meter handler alone. */
	OURS,

	/** Boot's meter handler beside Boot's tracing handlers, sampled, with exemplars. */
	BOOT_TRACED,

	/** This project's meter handler beside the same tracing handlers. */
	OURS_TRACED

}
