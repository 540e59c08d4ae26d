// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.logging;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
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

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A scope of a span, opened and closed, with the ids in MDC meanwhile: by Boot's listener
 * (two ids) and by ours (four).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MdcBenchmark {

	/** Whether our listener is on; else Boot's is. */
	@Param({ "true", "false" })
	public boolean ours;

	private ConfigurableApplicationContext application;

	private Context outer;

	private Context inner;

	@SuppressWarnings("NullAway.Init")
	public MdcBenchmark() {
	}

	@Setup(Level.Trial)
	public void open() {
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--observability.tracing.logging.enabled=" + this.ours, "--logging.level.root=off",
					"--spring.main.banner-mode=off");
		this.outer = Context.root().with(span("00f067aa0ba902b7"));
		this.inner = this.outer.with(span("a3ce929d0e0e4736"));
	}

	@TearDown(Level.Trial)
	public void close() {
		this.application.close();
	}

	@Benchmark
	public Context scope() {
		io.opentelemetry.context.Scope scope = this.outer.makeCurrent();
		Context current = Context.current();
		scope.close();
		return current;
	}

	@Benchmark
	public Context nestedScopes() {
		io.opentelemetry.context.Scope scope = this.outer.makeCurrent();
		io.opentelemetry.context.Scope nested = this.inner.makeCurrent();
		Context current = Context.current();
		nested.close();
		scope.close();
		return current;
	}

	private static Span span(String id) {
		return Span.wrap(SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", id, TraceFlags.getSampled(),
				TraceState.getDefault()));
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
