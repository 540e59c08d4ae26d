// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.sampling;

import java.util.concurrent.TimeUnit;

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
 * One decision about a span in each {@link SamplerVariant}, each in its own JVM:
 * nanoseconds, and bytes with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SamplerBenchmark {

	/** Who decides. */
	@Param({ "BOOT", "OURS" })
	public SamplerVariant variant = SamplerVariant.BOOT;

	/** About which span. */
	@Param
	public SampledSpan span = SampledSpan.FIRST;

	private SamplerWork work;

	@SuppressWarnings("NullAway.Init")
	public SamplerBenchmark() {
	}

	@Setup(Level.Trial)
	public void open() {
		this.work = new SamplerWork(this.variant, this.span);
	}

	@TearDown(Level.Trial)
	public void close() {
		this.work.close();
	}

	@Benchmark
	public int decision() {
		return this.work.run();
	}

}
