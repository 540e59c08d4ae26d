// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.util.List;
import java.util.Set;

import dev.observability.tracing.benchmarks.statistics.AddedCost;

/**
 * What must hold for the request with three queries: a variant adds at most so many times
 * what another adds. Met when the upper 95 % bound of the ratio is at most the limit
 * stretched by the noise, which is the distance from 1 of the same ratio for Boot's
 * starter and Boot's starter again; not before ten rounds, and not where a variant lost
 * spans at the fixed rate.
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

	private final List<Variant> variants;

	private final double limit;

	Goal(String title, Metric metric, Variant one, Variant oneBase, Variant other, Variant otherBase, double limit) {
		this.title = title;
		this.metric = metric;
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
	boolean isMeasured(Set<Variant> run) {
		return run.containsAll(this.variants);
	}

	// Whether it needs every span to arrive
	boolean isPaced() {
		return this.metric == Metric.PACED_CPU;
	}

	AddedCost evaluate(Results results) {
		return cost(results, this.variants);
	}

	// Distance from 1 of the pair that should be 1; 0 if the pair was not run
	double noise(Results results) {
		List<Variant> pair = List.of(Variant.BOOT_AGAIN, Variant.BASE, Variant.BOOT, Variant.BASE);
		boolean run = results.variants(Workload.ITEMS).containsAll(pair);
		return run ? Math.abs(cost(results, pair).ratio() - 1) : 0;
	}

	private AddedCost cost(Results results, List<Variant> of) {
		double[][] rows = of.stream()
			.map((variant) -> results.rounds(Workload.ITEMS, variant, this.metric))
			.toArray(double[][]::new);
		return AddedCost.of(rows[0], rows[1], rows[2], rows[3]);
	}

}
