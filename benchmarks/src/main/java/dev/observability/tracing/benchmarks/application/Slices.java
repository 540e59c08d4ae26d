// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.benchmarks.statistics.Samples;

/**
 * What was measured of one process in many short slices. Where a machine is shared, a
 * third of them cost up to twice as much as the others, a few in a row; so only the
 * middle half counts, by the CPU time of the request threads. The collector of garbage
 * works in a few slices only and hardly on those threads, hence the mean of that half and
 * not its median.
 */
final class Slices {

	private final List<Map<Metric, Double>> taken = new ArrayList<>();

	void add(Map<Metric, Double> values) {
		this.taken.add(values);
	}

	/**
	 * Returns one value of each metric.
	 * @param order the metric that tells a disturbed slice
	 * @return means of the middle half of the slices; of arrived spans the mean of all,
	 * because none may be missing in any
	 */
	Map<Metric, Double> values(Metric order) {
		List<Map<Metric, Double>> sorted = new ArrayList<>(this.taken);
		sorted.sort(Comparator.comparing((values) -> values.getOrDefault(order, 0.0)));
		int aside = sorted.size() / 4;
		List<Map<Metric, Double>> middle = sorted.subList(aside, sorted.size() - aside);
		Map<Metric, Double> result = new EnumMap<>(Metric.class);
		for (Metric metric : sorted.get(0).keySet()) {
			result.put(metric, mean((metric == Metric.PACED_SPANS) ? sorted : middle, metric));
		}
		return result;
	}

	private static double mean(List<Map<Metric, Double>> slices, Metric metric) {
		return Samples.mean(slices.stream().mapToDouble((values) -> values.getOrDefault(metric, 0.0)).toArray());
	}

}
