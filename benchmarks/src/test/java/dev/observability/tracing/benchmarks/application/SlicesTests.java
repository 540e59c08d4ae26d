// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlicesTests {

	@Test
	void disturbedSlicesDoNotCount() {
		Slices slices = new Slices();
		for (double cpu : new double[] { 50, 120, 51, 49, 90, 51, 50, 30 }) {
			slices.add(Map.of(Metric.SATURATED_REQUEST_CPU, cpu, Metric.SATURATED_CPU, cpu + 10));
		}
		assertThat(slices.values(Metric.SATURATED_REQUEST_CPU)).containsEntry(Metric.SATURATED_REQUEST_CPU, 50.5)
			.containsEntry(Metric.SATURATED_CPU, 60.5);
	}

	@Test
	void aSpanThatIsMissingInADisturbedSliceIsMissing() {
		Slices slices = new Slices();
		for (double cpu : new double[] { 50, 51, 52, 150 }) {
			slices.add(Map.of(Metric.PACED_REQUEST_CPU, cpu, Metric.PACED_SPANS, (cpu > 100) ? 2.0 : 4.0));
		}
		assertThat(slices.values(Metric.PACED_REQUEST_CPU)).containsEntry(Metric.PACED_SPANS, 3.5);
	}

}
