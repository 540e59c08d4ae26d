// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Map;
import java.util.function.Supplier;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.propagation.ContextTexts;
import dev.observability.tracing.propagation.CorrelationId;
import dev.observability.tracing.propagation.Schedule;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * {@link Tracing} on OpenTelemetry's own API. Step 6 of a request, on any thread; throws
 * only what the application's work throws.
 */
final class ManualTracing implements Tracing {

	private final Supplier<Tracer> tracer;

	private final ContextTexts texts;

	private final TracedLosses losses;

	ManualTracing(Supplier<Tracer> tracer, ContextTexts texts, TracedLosses losses) {
		this.tracer = tracer;
		this.texts = texts;
		this.losses = losses;
	}

	@Override
	public SpanSpec span(String name) {
		return new ManualSpan(tracer(name).spanBuilder(name), name, this.texts, this.losses);
	}

	// None where the application is not up yet, or not any more
	private Tracer tracer(String name) {
		try {
			return this.tracer.get();
		}
		catch (Throwable ex) {
			this.losses.add(TracedLoss.FAILED, name, ex);
			return TracerProvider.noop().get(TracedCalls.SCOPE);
		}
	}

	@Override
	public SpanSpec databaseSpan(String system, String operation, @Nullable String collection) {
		SpanSpec span = span((collection != null) ? operation + " " + collection : operation).kind(SpanKind.CLIENT)
			.attribute("db.system.name", system)
			.attribute("db.operation.name", operation);
		return (collection != null) ? span.attribute("db.collection.name", collection) : span;
	}

	@Override
	public void attribute(String name, @Nullable Object value) {
		Span span = Span.current();
		if (span.isRecording()) {
			try {
				Schedule.worked(Context.current());
				Object typed = AttributeValue.of(value);
				if (typed != null) {
					span.setAttribute(AttributeValue.key(name, typed), typed);
				}
			}
			catch (Throwable ex) {
				this.losses.add(TracedLoss.ATTRIBUTE, name, ex);
			}
		}
	}

	@Override
	public void event(String name, Map<String, ?> attributes) {
		Span span = Span.current();
		if (span.isRecording()) {
			span.addEvent(name,
					AttributeValue.ofAll(attributes, (ex) -> this.losses.add(TracedLoss.ATTRIBUTE, name, ex)));
		}
	}

	@Override
	public void error(Throwable error) {
		SpanErrors.record(Span.current(), error);
	}

	@Override
	public void failed(String description) {
		Span.current().setStatus(StatusCode.ERROR, description);
	}

	@Override
	public void ok() {
		Span.current().setStatus(StatusCode.OK);
	}

	@Override
	public @Nullable String traceId() {
		SpanContext span = Span.current().getSpanContext();
		return span.isValid() ? span.getTraceId() : null;
	}

	@Override
	public @Nullable String spanId() {
		SpanContext span = Span.current().getSpanContext();
		return span.isValid() ? span.getSpanId() : null;
	}

	@Override
	public @Nullable String correlationId() {
		return CorrelationId.of(Context.current());
	}

	@Override
	public Map<String, String> contextEnvironment() {
		return this.texts.environment(Context.current());
	}

	@Override
	public @Nullable String snapshot() {
		return this.texts.write(Context.current());
	}

}
