// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.testing.time.TestClock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

/**
 * One provider, and from it the same span twice: ours and the SDK's.
 */
final class TwoTracers implements AutoCloseable {

	static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	static final SpanContext PARENT = SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.fromByte((byte) 3),
			TraceState.builder().put("vendor", "1").build());

	static final Attributes ATTRIBUTES = Attributes.builder()
		.put("db.system.name", "h2")
		.put("db.query.text", "SELECT ?")
		.put("server.port", 5433)
		.build();

	private static final long START = 1_000;

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final OpenTelemetrySdk sdk;

	private final PreparedTracer tracer;

	TwoTracers() {
		this((builder) -> {
		});
	}

	TwoTracers(Consumer<SdkTracerProviderBuilder> customizer) {
		SdkTracerProviderBuilder builder = SdkTracerProvider.builder().setClock(TestClock.create());
		customizer.accept(builder);
		SdkTracerProvider provider = builder.addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build();
		this.sdk = OpenTelemetrySdk.builder().setTracerProvider(provider).build();
		this.tracer = PreparedTracer.of(this.sdk, "scope");
	}

	PreparedTracer tracer() {
		return this.tracer;
	}

	SdkTracerProvider provider() {
		return this.sdk.getSdkTracerProvider();
	}

	Span ours() {
		return ours(Context.root().with(Span.wrap(PARENT)));
	}

	Span ours(Context parent) {
		return this.tracer.startSpan(parent, "SELECT", SpanKind.CLIENT, PreparedAttributes.of(ATTRIBUTES), START);
	}

	Span ofTheSdk() {
		return ofTheSdk(Context.root().with(Span.wrap(PARENT)));
	}

	Span ofTheSdk(Context parent) {
		return this.tracer.spanBuilder("SELECT")
			.setParent(parent)
			.setSpanKind(SpanKind.CLIENT)
			.setAllAttributes(ATTRIBUTES)
			.setStartTimestamp(START, TimeUnit.NANOSECONDS)
			.startSpan();
	}

	// What was exported since the last call
	List<SpanData> exported() {
		List<SpanData> spans = new ArrayList<>(this.exporter.getFinishedSpanItems());
		this.exporter.reset();
		return spans;
	}

	@Override
	public void close() {
		this.sdk.close();
	}

}
