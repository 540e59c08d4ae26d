// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.propagation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.propagation.PropagationAutoConfiguration;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
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
 * What the policy for the traces of callers costs a request thread, by policy:
 * nanoseconds, and bytes with {@code -prof gc}. The request has {@code traceparent} and
 * {@code baggage}, which only {@code continue} reads.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class InboundBenchmark {

	private static final TextMapGetter<ReceiverContext<Map<String, String>>> GETTER = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(ReceiverContext<Map<String, String>> carrier) {
			return List.of();
		}

		@Override
		public @Nullable String get(@Nullable ReceiverContext<Map<String, String>> carrier, String key) {
			Map<String, String> headers = (carrier != null) ? carrier.getCarrier() : null;
			return (headers != null) ? headers.get(key) : null;
		}

	};

	/** What becomes of the trace of a caller. */
	@Param({ "continue", "ignore-sampled", "restart-with-link" })
	public String policy = "continue";

	private final ReceiverContext<Map<String, String>> request = new ReceiverContext<>(Map::get, Kind.SERVER);

	private TextMapPropagator format = TextMapPropagator.noop();

	@Setup(Level.Trial)
	public void open() {
		Map<String, String> headers = new HashMap<>();
		headers.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
		headers.put("baggage", "tenant=blue");
		this.request.setCarrier(headers);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		Map<String, Object> properties = Map.of("management.tracing.propagation.type", "W3C",
				"observability.tracing.propagation.inbound.policy", this.policy);
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
		context.register(OpenTelemetryTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
				PropagationAutoConfiguration.class);
		context.refresh();
		this.format = context.getBean(TextMapPropagator.class);
	}

	@Benchmark
	public Context extract() {
		return this.format.extract(Context.root(), this.request, GETTER);
	}

}
