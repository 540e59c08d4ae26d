// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

/**
 * What of a span is cut: the values of the tag {@code kind} of the meter
 * {@code tracing.export.cut}.
 */
enum CutKind {

	/** Attributes beyond the number that a span, an event or a link may have. */
	ATTRIBUTES,

	/** Events beyond their number. */
	EVENTS,

	/** Links beyond their number. */
	LINKS,

	/** Texts that were too long and lists of too many elements. */
	VALUES,

	/** Stack traces that were too long. */
	STACKS,

	/** Names of spans beyond the number of distinct ones. */
	NAMES,

	/** Attributes whose keys are beyond the number of distinct ones. */
	KEYS

}
