// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import dev.observability.tracing.propagation.CorrelationId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CorrelationSpanProcessorTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(new CorrelationSpanProcessor())
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build();

	private final Tracer tracer = this.provider.get("test");

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	@SuppressWarnings("try")
	void everySpanBelowASentIdHasIt() {
		Context sent = CorrelationId.with(Context.root(), "sent");
		Span server = this.tracer.spanBuilder("server").setParent(sent).startSpan();
		try (Scope scope = sent.with(server).makeCurrent()) {
			Span inner = this.tracer.spanBuilder("inner").startSpan();
			this.tracer.spanBuilder("innermost").setParent(Context.current().with(inner)).startSpan().end();
			inner.end();
		}
		server.end();
		assertThat(this.exporter.getFinishedSpanItems()).hasSize(3)
			.allSatisfy((span) -> assertThat(id(span)).isEqualTo("sent"));
	}

	@Test
	void withoutASentIdItIsTheTraceId() {
		Span root = this.tracer.spanBuilder("root").startSpan();
		this.tracer.spanBuilder("child").setParent(Context.root().with(root)).startSpan().end();
		root.end();
		assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
			.allSatisfy((span) -> assertThat(id(span)).isEqualTo(root.getSpanContext().getTraceId()));
	}

	@Test
	@SuppressWarnings("try")
	void aNewRootBelongsToATraceOfItsOwn() {
		try (Scope scope = CorrelationId.with(Context.root(), "sent").makeCurrent()) {
			this.tracer.spanBuilder("root").setNoParent().startSpan().end();
		}
		assertThat(this.exporter.getFinishedSpanItems()).singleElement()
			.satisfies((span) -> assertThat(id(span)).isEqualTo(span.getTraceId()));
	}

	@Test
	void keepsWhatTheApplicationGaveTheSpan() {
		this.tracer.spanBuilder("own").setAttribute(CorrelationId.ATTRIBUTE, "own").startSpan().end();
		assertThat(this.exporter.getFinishedSpanItems()).singleElement()
			.satisfies((span) -> assertThat(id(span)).isEqualTo("own"));
	}

	private static @Nullable String id(SpanData span) {
		return span.getAttributes().get(CorrelationSpanProcessor.ATTRIBUTE);
	}

}
