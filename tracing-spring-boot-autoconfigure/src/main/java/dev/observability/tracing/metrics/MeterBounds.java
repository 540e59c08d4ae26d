// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

/**
 * How much the meters of observations may grow.
 *
 * @param meters names of meters
 * @param tags tags of one meter
 * @param values values of one tag
 */
record MeterBounds(int meters, int tags, int values) {

	/** So many times the number of one tag is the number of all tags together. */
	private static final int ALL = 100;

	long allValues() {
		return ALL * (long) this.values;
	}

}
