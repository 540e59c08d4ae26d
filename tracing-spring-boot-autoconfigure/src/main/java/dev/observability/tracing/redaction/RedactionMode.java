// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * What becomes of a value that is hidden as a whole.
 */
enum RedactionMode {

	/** {@code REDACTED} stands in its place. */
	MASK,

	/** Its keyed hash stands in its place, {@code REDACTED} without a key. */
	HASH,

	/**
	 * The attribute or field goes; within a text {@code REDACTED} stands in its place.
	 */
	DROP

}
