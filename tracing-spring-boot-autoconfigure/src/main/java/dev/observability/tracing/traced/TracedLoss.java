// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

/**
 * Why the span of a method lacks something.
 */
enum TracedLoss {

	/** An expression threw, or the {@code toString()} of a value. */
	ATTRIBUTE,

	/** An expression for a link threw, or its value is no span. */
	LINK,

	/** The span could not be made or ended, or the timer not be recorded. */
	FAILED

}
