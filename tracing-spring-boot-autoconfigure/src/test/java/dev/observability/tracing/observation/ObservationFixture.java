// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.observability.tracing.propagation.OutboundHosts;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The three handlers in a registry, without Spring.
 */
final class ObservationFixture {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final Tracer tracer;

	private final OtelTracer bridge;

	private final ObservationRegistry registry = ObservationRegistry.create();

	ObservationFixture(SpanConvention<?>... conventions) {
		this(W3CTraceContextPropagator.getInstance(), List.of(), conventions);
	}

	ObservationFixture(List<String> hosts, TextMapPropagator propagator) {
		this(hosts, propagator, List.of());
	}

	ObservationFixture(TextMapPropagator propagator, List<SpanProcessor> processors, SpanConvention<?>... conventions) {
		this(List.of("*"), propagator, processors, conventions);
	}

	private ObservationFixture(List<String> hosts, TextMapPropagator propagator, List<SpanProcessor> processors,
			SpanConvention<?>... conventions) {
		List<SpanProcessor> all = new ArrayList<>(List.of(SimpleSpanProcessor.create(this.exporter)));
		all.addAll(processors);
		this.tracer = SdkTracerProvider.builder().addSpanProcessor(SpanProcessor.composite(all)).build().get("test");
		this.bridge = new OtelTracer(this.tracer, new ObservedTraceContext(), (event) -> {
		});
		ObservationSpans spans = new ObservationSpans(this.tracer, propagator,
				new SpanConventions(Arrays.asList(conventions)), new OutboundHosts(hosts, null),
				new KeyValueBaggage(List.of(), List.of()));
		this.registry.observationConfig()
			.observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
					new ReceiverHandler(this.bridge, io.micrometer.tracing.propagation.Propagator.NOOP, spans),
					new SenderHandler(this.bridge, io.micrometer.tracing.propagation.Propagator.NOOP, spans),
					new DefaultHandler(this.bridge, spans)));
	}

	ObservationRegistry registry() {
		return this.registry;
	}

	Tracer tracer() {
		return this.tracer;
	}

	OtelTracer bridge() {
		return this.bridge;
	}

	Observation start(String name) {
		return Observation.start(name, this.registry);
	}

	List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	SpanData span(String name) {
		return Spans.named(spans(), name);
	}

	SpanData onlySpan() {
		return assertThat(spans()).singleElement().actual();
	}

}
