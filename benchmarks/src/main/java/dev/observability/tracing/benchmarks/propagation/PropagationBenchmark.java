// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.propagation;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.propagation.PropagationAutoConfiguration;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
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

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Trace context in and out again, by OpenTelemetry's propagator and by the bean of an
 * application with ours: nanoseconds, and bytes with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class PropagationBenchmark {

	private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	};

	/** Whose propagator. */
	@Param({ "opentelemetry", "ours" })
	public String propagator = "ours";

	/** The {@code tracestate} that comes in; empty for none. */
	@Param({ "", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE,ot=th:8" })
	public String state = "";

	private TextMapPropagator format = TextMapPropagator.noop();

	private final Map<String, String> received = new HashMap<>();

	private final Map<String, String> sent = new HashMap<>();

	@Setup(Level.Trial)
	public void open() {
		this.format = this.propagator.equals("ours") ? ours() : W3CTraceContextPropagator.getInstance();
		this.received.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
		if (!this.state.isEmpty()) {
			this.received.put("tracestate", this.state);
		}
	}

	private static TextMapPropagator ours() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		Map<String, Object> properties = Map.of("management.tracing.baggage.enabled", "false",
				"management.tracing.propagation.type", "W3C");
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
		context.register(OpenTelemetryTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
				PropagationAutoConfiguration.class);
		context.refresh();
		return context.getBean(TextMapPropagator.class);
	}

	@Benchmark
	public Context extract() {
		return this.format.extract(Context.root(), this.received, GETTER);
	}

	@Benchmark
	public Map<String, String> extractAndInject() {
		this.format.inject(extract(), this.sent, PropagationBenchmark::put);
		return this.sent;
	}

	private static void put(@Nullable Map<String, String> carrier, String name, String value) {
		if (carrier != null) {
			carrier.put(name, value);
		}
	}

}
