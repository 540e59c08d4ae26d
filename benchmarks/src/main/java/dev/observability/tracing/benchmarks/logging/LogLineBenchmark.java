// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.logging;

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
import org.openjdk.jmh.annotations.Warmup;

/**
 * One line of JSON in each {@link LogVariant}, each in its own JVM: nanoseconds, and
 * bytes with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LogLineBenchmark {

	/** The way to write the line. */
	@Param
	public LogVariant variant = LogVariant.BOOT;

	private LogLines lines;

	@SuppressWarnings("NullAway.Init")
	public LogLineBenchmark() {
	}

	@Setup(Level.Trial)
	public void open() {
		this.lines = new LogLines(this.variant);
	}

	@Benchmark
	public byte[] plain() {
		return this.lines.plain();
	}

	@Benchmark
	public byte[] error() {
		return this.lines.error();
	}

}
