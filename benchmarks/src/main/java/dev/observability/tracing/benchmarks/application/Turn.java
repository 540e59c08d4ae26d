// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * One variant's turn in a round: a slice at a fixed rate until every span has left, one
 * with eight connections as busy as can be, one at half of what they reached.
 */
final class Turn {

	private static final long QUEUE_MILLIS = 300;

	private final Subject subject;

	private final Sink sink;

	private final int sinkPort;

	private final Workload workload;

	private final Settings settings;

	private final Map<Metric, Double> measured = new EnumMap<>(Metric.class);

	Turn(Subject subject, Sink sink, int sinkPort, Workload workload, Settings settings) {
		this.subject = subject;
		this.sink = sink;
		this.sinkPort = sinkPort;
		this.workload = workload;
		this.settings = settings;
	}

	Map<Metric, Double> take() {
		paced();
		saturated(this.settings.saturated());
		this.sink.settle(this.sinkPort, QUEUE_MILLIS);
		half();
		this.measured.put(Metric.RESIDENT_MB, this.subject.counters()[3] / 1024.0);
		return this.measured;
	}

	/**
	 * Takes a short slice.
	 * @param comparison what is compared
	 * @return what was measured
	 */
	Map<Metric, Double> take(Comparison comparison) {
		Duration slice = this.settings.slice(comparison);
		switch (comparison) {
			case BUSY -> {
				saturated(slice);
				if (this.subject.variant().spans(this.workload) > 0) {
					// What is left in the queue would leave in the next variant's turn
					this.sink.settle(this.sinkPort, QUEUE_MILLIS);
				}
			}
			case AT_FIXED_RATE -> paced(slice, QUEUE_MILLIS);
		}
		return this.measured;
	}

	private void paced() {
		// What others left in their queues leaves meanwhile, too
		long exported = this.settings.exportMillis() + QUEUE_MILLIS;
		this.sink.settle(this.sinkPort, exported);
		paced(this.settings.paced(), exported);
	}

	private void paced(Duration slice, long quietMillis) {
		long spans = this.sink.count(this.sinkPort);
		long[] before = this.subject.counters();
		Load load = Load.paced(this.subject.port(), this.workload.path(), slice, this.workload.perSecond());
		long expected = (long) this.subject.variant().spans(this.workload) * load.requests();
		long arrived = this.sink.settle(this.sinkPort, spans + expected, quietMillis) - spans;
		put(load, before, Metric.PACED_CPU, Metric.PACED_REQUEST_CPU, Metric.PACED_KB);
		this.measured.put(Metric.PACED_SPANS, (double) arrived / load.requests());
	}

	private void saturated(Duration slice) {
		long[] before = this.subject.counters();
		Load load = Load.saturating(this.subject.port(), this.workload.path(), slice);
		put(load, before, Metric.SATURATED_CPU, Metric.SATURATED_REQUEST_CPU, Metric.SATURATED_KB);
		this.measured.put(Metric.SATURATED_RATE, load.perSecond());
	}

	private void half() {
		double rate = this.measured.getOrDefault(Metric.SATURATED_RATE, 0.0) / 2;
		Load load = Load.paced(this.subject.port(), this.workload.path(), this.settings.half(), rate);
		this.measured.put(Metric.HALF_P50, load.quantile(0.5));
		this.measured.put(Metric.HALF_P99, load.quantile(0.99));
	}

	private void put(Load load, long[] before, Metric cpu, Metric requestCpu, Metric kilobytes) {
		long[] after = this.subject.counters();
		double requests = load.requests();
		this.measured.put(cpu, (after[0] - before[0]) / 1000.0 / requests);
		this.measured.put(requestCpu, (after[1] - before[1]) / 1000.0 / requests);
		this.measured.put(kilobytes, (after[2] - before[2]) / 1024.0 / requests);
	}

}
