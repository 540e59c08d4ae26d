// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One observation in each {@link MetersVariant}, each in its own JVM: nanoseconds, and
 * bytes with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ObservationMetersBenchmark {

	/** The way to record. */
	@Param
	public MetersVariant variant = MetersVariant.EMPTY;

	private ObservedRequest request;

	@SuppressWarnings("NullAway.Init")
	public ObservationMetersBenchmark() {
	}

	@Setup(Level.Trial)
	public void open() {
		this.request = new ObservedRequest(this.variant);
	}

	@TearDown(Level.Trial)
	public void close() {
		this.request.close();
	}

	@Benchmark
	public Observation observation() {
		return this.request.run();
	}

}
