// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.redaction;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.export.SpanMask;
import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Secrets looked for where there are none, as nearly always, and found where there is
 * one: in the twelve attributes of a span and in a log message of 200 characters.
 * Nanoseconds, and bytes with {@code -prof gc}. The span is copied by the SDK first,
 * which {@link #copySpan} does alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RedactionBenchmark {

	private static final int LENGTH = 200;

	private static final String LINE = "Order 4711 of tenant acme was stored after 12 ms: 3 items, total 129.90 EUR, "
			+ "shipped by carrier=dhl from warehouse Leipzig-2, trace 4bf92f3577b34da6a3ce929d0e0e4736; next attempt for "
			+ "the invoice at 2026-01-31T12:00:00Z by worker-7";

	private final SpanMask mask = new SpanMask(List.of(), List.of());

	private final Redactor redactor = Redactor.standard();

	private final String message = LINE.substring(0, LENGTH);

	private final String secretMessage = ("login with password=hunter2hunter2 failed. " + LINE).substring(0, LENGTH);

	private ReadableSpan span;

	private ReadableSpan secretSpan;

	@SuppressWarnings("NullAway.Init")
	public RedactionBenchmark() {
	}

	@Setup(Level.Trial)
	public void open() {
		this.span = span("Jane's order, gift wrapped");
		this.secretSpan = span("paid by 4111 1111 1111 1111");
	}

	private static ReadableSpan span(String note) {
		Tracer tracer = SdkTracerProvider.builder().build().get("benchmark", "1.0");
		Attributes attributes = Attributes.builder()
			.put("http.request.method", "GET")
			.put("http.route", "/orders/{id}")
			.put("http.response.status_code", 200)
			.put("url.scheme", "https")
			.put("url.path", "/orders/4711")
			.put("server.address", "orders.example.com")
			.put("server.port", 8443)
			.put("network.protocol.version", "1.1")
			.put("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0 Safari/537.36")
			.put("correlation.id", "0b7c9d1e-55ad-4c3f-9a30-1f2e3d4c5b6a")
			.put("thread.name", "http-nio-8443-exec-7")
			.put("note", note)
			.build();
		Span span = tracer.spanBuilder("GET /orders/{id}")
			.setSpanKind(SpanKind.SERVER)
			.setAllAttributes(attributes)
			.startSpan();
		span.end();
		return (ReadableSpan) span;
	}

	@Benchmark
	public SpanData copySpan() {
		return this.span.toSpanData();
	}

	@Benchmark
	public @Nullable SpanData span() {
		return this.mask.mask(this.span);
	}

	@Benchmark
	public @Nullable SpanData spanWithSecret() {
		return this.mask.mask(this.secretSpan);
	}

	@Benchmark
	public String message() {
		return this.redactor.text(this.message);
	}

	@Benchmark
	public String messageWithSecret() {
		return this.redactor.text(this.secretMessage);
	}

}
