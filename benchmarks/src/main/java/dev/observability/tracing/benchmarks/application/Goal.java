// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.util.List;

import dev.observability.tracing.benchmarks.statistics.AddedCost;
import dev.observability.tracing.benchmarks.statistics.Samples;

/**
 * What must hold for the request with three queries: a variant adds at most so many times
 * what another adds. Met when the upper 95 % bound of the ratio is at most the limit
 * stretched by the noise, which is the distance from 1 of the same ratio for Boot's
 * starter and Boot's starter again; not before ten forks, and not where the first of the
 * two lost spans at the fixed rate.
 */
enum Goal {

	/** Four spans of ours against one of Boot. */
	REQUEST_THREAD("request threads, saturated: ours (4 spans) / Boot (1 span)", Metric.SATURATED_REQUEST_CPU,
			Variant.OURS, Variant.BASE, Variant.BOOT, Variant.BASE, 1.0),

	/** The same at a fixed rate: not a goal of its own, but it should tell the same. */
	REQUEST_THREAD_PACED("request threads, fixed rate: ours (4 spans) / Boot (1 span)", Metric.PACED_REQUEST_CPU,
			Variant.OURS, Variant.BASE, Variant.BOOT, Variant.BASE, 1.0),

	/** All of ours, actuator and Prometheus included, against the agent with metrics. */
	AGENT("everything, fixed rate: ours / agent with metrics, both over plain", Metric.PACED_CPU, Variant.OURS,
			Variant.PLAIN, Variant.AGENT, Variant.PLAIN, 1.0),

	/** The same spans by Boot and datasource-micrometer. */
	DATASOURCE_MICROMETER("everything, fixed rate: ours / Boot + datasource-micrometer", Metric.PACED_CPU, Variant.OURS,
			Variant.BASE, Variant.BOOT_JDBC, Variant.BASE, 0.3),

	/** Nothing sampled. */
	UNSAMPLED("everything, saturated: ours at 0 % / Boot at 0 %", Metric.SATURATED_CPU, Variant.OURS_0, Variant.BASE,
			Variant.BOOT_0, Variant.BASE, 0.7);

	private final String title;

	private final Metric metric;

	private final Comparison comparison;

	private final List<Variant> variants;

	private final double limit;

	Goal(String title, Metric metric, Variant one, Variant oneBase, Variant other, Variant otherBase, double limit) {
		this.title = title;
		this.metric = metric;
		this.comparison = metric.isPaced() ? Comparison.AT_FIXED_RATE : Comparison.BUSY;
		this.variants = List.of(one, oneBase, other, otherBase);
		this.limit = limit;
	}

	String title() {
		return this.title;
	}

	double limit() {
		return this.limit;
	}

	// Whether the variants that it needs were run
	boolean isMeasured(Results results) {
		return results.variants(this.comparison).containsAll(this.variants);
	}

	int rounds(Results results) {
		return results.rounds(this.comparison, this.variants.get(0), this.metric).length;
	}

	/**
	 * Whether the first of the two lost spans, so that it did less than it should. Where
	 * only the other did, the ratio would be lower without, and the goal holds the more.
	 * @param results all values
	 * @return whether too few arrived
	 */
	boolean isLacking(Results results) {
		Variant variant = this.variants.get(0);
		double arrived = Samples.mean(results.all(this.comparison, variant, Metric.PACED_SPANS));
		return this.metric.isPaced() && arrived < 0.999 * variant.spans(Workload.ITEMS);
	}

	AddedCost evaluate(Results results) {
		return cost(results, this.variants);
	}

	// Distance from 1 of the pair that should be 1; 0 if the pair was not run
	double noise(Results results) {
		List<Variant> pair = List.of(Variant.BOOT_AGAIN, Variant.BASE, Variant.BOOT, Variant.BASE);
		boolean run = results.variants(this.comparison).containsAll(pair);
		return run ? Math.abs(cost(results, pair).ratio() - 1) : 0;
	}

	private AddedCost cost(Results results, List<Variant> of) {
		double[][] rows = of.stream()
			.map((variant) -> results.rounds(this.comparison, variant, this.metric))
			.toArray(double[][]::new);
		return AddedCost.of(rows[0], rows[1], rows[2], rows[3]);
	}

}
