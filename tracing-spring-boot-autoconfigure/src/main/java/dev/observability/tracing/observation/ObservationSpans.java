// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.observability.tracing.propagation.Outbound;
import dev.observability.tracing.propagation.OutboundHosts;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Starts, scopes and ends the span of an observation. Steps 2, 4, 6 and 9 of a request,
 * on the thread that observes.
 * <p>
 * Never throws: what fails here costs the span, or what it lacks, and is logged once,
 * errors of mixed library versions included.
 */
final class ObservationSpans {

	/** Name of the instrumentation scope. */
	static final String SCOPE = "dev.observability.tracing.observation";

	private static final Log logger = LogFactory.getLog(ObservationSpans.class);

	private final Tracer tracer;

	private final TextMapPropagator propagator;

	private final SpanConventions conventions;

	private final OutboundHosts hosts;

	private final AtomicBoolean failed = new AtomicBoolean();

	ObservationSpans(Tracer tracer, TextMapPropagator propagator, SpanConventions conventions, OutboundHosts hosts) {
		this.tracer = tracer;
		this.propagator = propagator;
		this.conventions = conventions;
		this.hosts = hosts;
	}

	void start(Observation.Context observed) {
		SpanConvention<Observation.Context> convention = this.conventions.of(observed);
		start(observed, parent(observed), convention, SpanKind.INTERNAL);
	}

	void startReceiver(ReceiverContext<Object> observed) {
		SpanConvention<Observation.Context> convention = this.conventions.of(observed);
		start(observed, extract(observed), convention, SpanKind.valueOf(observed.getKind().name()));
	}

	void startSender(SenderContext<Object> observed) {
		SpanConvention<Observation.Context> convention = this.conventions.of(observed);
		ObservationSpan span = start(observed, parent(observed), convention,
				SpanKind.valueOf(observed.getKind().name()));
		inject(observed, span, convention);
	}

	private ObservationSpan start(Observation.Context observed, Context parent,
			SpanConvention<Observation.Context> convention, SpanKind suggested) {
		Span span = Span.getInvalid();
		Context context = parent;
		try {
			SpanBuilder builder = this.tracer.spanBuilder(convention.startName(observed))
				.setParent(parent)
				.setSpanKind(convention.kind(observed, suggested));
			convention.start(observed, builder);
			span = builder.startSpan();
			context = parent.with(span);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		ObservationSpan observationSpan = new ObservationSpan(span, context, convention);
		observed.put(TracingContext.class, observationSpan);
		return observationSpan;
	}

	/*
	 * What is current wins over the parent observation: somebody made a span by hand
	 * below it. Without one, as on a thread that only knows the observation, its own
	 * context is taken.
	 */
	private static Context parent(Observation.Context observed) {
		Context current = Context.current();
		TracingContext given = observed.get(TracingContext.class);
		if (given != null && given.getSpan() instanceof OtelSpan span) {
			return current.with(OtelSpan.toOtel(span));
		}
		if (Span.fromContext(current).getSpanContext().isValid() || observed.getParentObservation() == null) {
			return current;
		}
		TracingContext parent = observed.getParentObservation().getContextView().get(TracingContext.class);
		if (parent instanceof ObservationSpan ours) {
			return ours.context();
		}
		return (parent != null && parent.getSpan() instanceof OtelSpan span) ? current.with(OtelSpan.toOtel(span))
				: current;
	}

	private Context extract(ReceiverContext<Object> observed) {
		Context current = Context.current();
		try {
			return this.propagator.extract(current, observed, ReceiverGetter.INSTANCE);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
			return current;
		}
	}

	private void inject(SenderContext<Object> observed, ObservationSpan span,
			SpanConvention<Observation.Context> convention) {
		try {
			Context context = span.context();
			if (convention.hasDestination()) {
				context = Outbound.to(context, convention.destination(observed), this.hosts);
			}
			this.propagator.inject(context, observed, SenderSetter.INSTANCE);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
	}

	void openScope(Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		if (span != null) {
			span.open();
		}
	}

	void closeScope(Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		if (span != null) {
			span.closeLast();
		}
	}

	void closeScopes(Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		while (span != null && span.closeLast()) {
			// One scope of this thread less
		}
	}

	void event(Observation.Event event, Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		if (span == null) {
			return;
		}
		long epochMillis = event.getWallTime();
		if (epochMillis == 0) {
			span.span().addEvent(event.getContextualName());
		}
		else {
			span.span().addEvent(event.getContextualName(), Instant.ofEpochMilli(epochMillis));
		}
	}

	void error(Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		Throwable error = observed.getError();
		if (span != null && error != null && span.span().isRecording() && span.isNew(error)) {
			try {
				span.convention().error(observed, error, span.span());
			}
			catch (RuntimeException | LinkageError ex) {
				failed(ex);
			}
		}
	}

	void stop(Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		if (span == null || !span.end()) {
			return;
		}
		try {
			if (span.span().isRecording()) {
				span.convention().stop(observed, span.span());
			}
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		span.span().end();
	}

	private void failed(Throwable ex) {
		if (this.failed.compareAndSet(false, true)) {
			logger.warn("A span of an observation is missing or lacks something; the application was not affected. "
					+ "Further failures are not logged: " + ex.getClass().getName());
		}
	}

}
