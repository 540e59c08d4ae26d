// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.jdbc;

import java.sql.SQLException;
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
 * One H2 query in each {@link JdbcVariant}, each in its own JVM: nanoseconds, and bytes
 * with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-Dotel.semconv-stability.opt-in=database")
public class JdbcSpanBenchmark {

	/** The way to get a span. */
	@Param
	public JdbcVariant variant = JdbcVariant.NONE;

	private JdbcQuery query;

	@SuppressWarnings("NullAway.Init")
	public JdbcSpanBenchmark() {
	}

	@Setup(Level.Trial)
	public void open() throws SQLException {
		this.query = new JdbcQuery(this.variant);
	}

	@TearDown(Level.Trial)
	public void close() {
		this.query.close();
	}

	@Benchmark
	public int query() throws SQLException {
		return this.query.run();
	}

}
