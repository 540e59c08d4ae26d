// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

/**
 * What of the meters of observations is cut: the values of the tag {@code kind} of the
 * meter {@code tracing.metrics.cut}.
 */
enum MeterCut {

	/** Measurements of meters beyond the number of names. */
	METERS,

	/** Tags beyond the number that a meter may have. */
	TAGS,

	/** Values that became {@code other}. */
	VALUES

}
