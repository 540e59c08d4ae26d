// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.observability.tracing.benchmarks.statistics.AddedCost;
import dev.observability.tracing.benchmarks.statistics.Samples;

/**
 * The Markdown tables of a run: medians of each variant, what it adds, and the goals.
 */
final class Report {

	private final Results results;

	private static final int MIN_ROUNDS = 10;

	private final List<String> lines = new ArrayList<>();

	private Report(Results results) {
		this.results = results;
	}

	static List<String> lines(Results results) {
		Report report = new Report(results);
		results.workloads().forEach(report::table);
		if (results.workloads().contains(Workload.ITEMS)) {
			report.goals();
		}
		return report.lines;
	}

	private void table(Workload workload) {
		this.lines.add("");
		this.lines.add("**" + workload.title() + "**, medians");
		this.lines.add("");
		this.lines.add("| Variant | saturated: CPU µs | over base | request thread over base | KB "
				+ "| fixed rate: CPU µs | over base | KB | spans arrived | p50 ms | p99 ms | resident MB | start ms |");
		this.lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
		for (Variant variant : this.results.variants(workload)) {
			this.lines.add("| " + String.join(" | ", variant.label(),
					median(workload, variant, Metric.SATURATED_CPU, 1), over(workload, variant, Metric.SATURATED_CPU),
					over(workload, variant, Metric.SATURATED_REQUEST_CPU),
					median(workload, variant, Metric.SATURATED_KB, 1), median(workload, variant, Metric.PACED_CPU, 1),
					over(workload, variant, Metric.PACED_CPU), median(workload, variant, Metric.PACED_KB, 1),
					median(workload, variant, Metric.PACED_SPANS, 2), median(workload, variant, Metric.HALF_P50, 2),
					median(workload, variant, Metric.HALF_P99, 2), median(workload, variant, Metric.RESIDENT_MB, 0),
					median(workload, variant, Metric.START_MILLIS, 0)) + " |");
		}
		losses(workload);
	}

	// What did not send all its spans cannot be compared at the fixed rate
	private void losses(Workload workload) {
		for (Variant variant : this.results.variants(workload)) {
			double arrived = Samples.mean(this.results.all(workload, variant, Metric.PACED_SPANS));
			if (!variant.isSampled() && arrived < 0.999 * variant.spans(workload)) {
				this.lines.add("");
				this.lines.add("Spans were lost: " + variant.label() + " sent " + number(arrived, 2)
						+ " per request at the fixed rate and should " + variant.spans(workload) + ".");
			}
		}
	}

	private String median(Workload workload, Variant variant, Metric metric, int digits) {
		return number(Samples.median(this.results.all(workload, variant, metric)), digits);
	}

	// The median of the differences within the rounds
	private String over(Workload workload, Variant variant, Metric metric) {
		if (variant == Variant.BASE || !this.results.variants(workload).contains(Variant.BASE)) {
			return "–";
		}
		double[] difference = Samples.minus(this.results.rounds(workload, variant, metric),
				this.results.rounds(workload, Variant.BASE, metric));
		String number = number(Samples.median(difference), 1);
		if (difference.length == 0) {
			return number;
		}
		return number.startsWith("-") ? "−" + number.substring(1) : "+" + number;
	}

	private void goals() {
		this.lines.add("");
		this.lines.add("| Added cost | ratio | ratio, upper 95 % | goal | noise | met |");
		this.lines.add("|---|---|---|---|---|---|");
		for (Goal goal : Goal.values()) {
			if (goal.isMeasured(this.results)) {
				AddedCost cost = goal.evaluate(this.results);
				double noise = goal.noise(this.results);
				boolean met = cost.upperBound() <= goal.limit() * (1 + noise);
				this.lines
					.add("| " + String.join(" | ", goal.title(), number(cost.ratio(), 2), number(cost.upperBound(), 2),
							"≤ " + number(goal.limit(), 1), number(noise, 2), answer(goal, met)) + " |");
			}
		}
	}

	private String answer(Goal goal, boolean met) {
		if (goal.rounds(this.results) < MIN_ROUNDS) {
			return "fewer than ten forks";
		}
		if (goal.isLacking(this.results)) {
			return "spans were lost";
		}
		return met ? "yes" : "no";
	}

	private static String number(double value, int digits) {
		if (Double.isNaN(value)) {
			return "–";
		}
		return Double.isInfinite(value) ? "∞" : String.format(Locale.ROOT, "%." + digits + "f", value);
	}

}
