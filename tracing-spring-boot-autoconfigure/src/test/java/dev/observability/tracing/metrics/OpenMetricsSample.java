// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One line of a scrape.
 *
 * @param name the name with its suffix
 * @param labels the labels in their order
 * @param value the value
 * @param exemplar the exemplar, if there is one
 */
record OpenMetricsSample(String name, Map<String, String> labels, double value, @Nullable Exemplar exemplar) {

	/**
	 * An exemplar.
	 *
	 * @param labels its labels
	 * @param value its value
	 */
	record Exemplar(Map<String, String> labels, double value) {

	}

}
