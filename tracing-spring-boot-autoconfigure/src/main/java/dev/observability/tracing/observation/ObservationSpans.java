// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.observability.tracing.propagation.Outbound;
import dev.observability.tracing.propagation.OutboundHosts;
import dev.observability.tracing.propagation.UntrustedCaller;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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

	private final KeyValueBaggage baggage;

	private final AtomicBoolean failed = new AtomicBoolean();

	ObservationSpans(Tracer tracer, TextMapPropagator propagator, SpanConventions conventions, OutboundHosts hosts,
			KeyValueBaggage baggage) {
		this.tracer = tracer;
		this.propagator = propagator;
		this.conventions = conventions;
		this.hosts = hosts;
		this.baggage = baggage;
	}

	void start(Observation.Context observed) {
		SpanConvention<Observation.Context> convention = this.conventions.of(observed);
		start(observed, ParentContext.of(observed), null, convention, SpanKind.INTERNAL);
	}

	void startReceiver(ReceiverContext<Object> observed) {
		SpanConvention<Observation.Context> convention = this.conventions.of(observed);
		Context context = extract(observed);
		start(observed, context, UntrustedCaller.link(context), convention,
				SpanKind.valueOf(observed.getKind().name()));
	}

	void startSender(SenderContext<Object> observed) {
		SpanConvention<Observation.Context> convention = this.conventions.of(observed);
		ObservationSpan span = start(observed, ParentContext.of(observed), null, convention,
				SpanKind.valueOf(observed.getKind().name()));
		if (convention.carriesContext()) {
			inject(observed, span, convention);
		}
	}

	private ObservationSpan start(Observation.Context observed, Context parent, @Nullable SpanContext link,
			SpanConvention<Observation.Context> convention, SpanKind suggested) {
		Span span = Span.getInvalid();
		Context context = parent;
		try {
			context = convention.parent(parent);
			SpanBuilder builder = builder(observed, context, convention, suggested);
			span = ((link != null) ? builder.addLink(link) : builder).startSpan();
			context = context.with(span);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		ObservationSpan observationSpan = new ObservationSpan(span, context, convention);
		observed.put(TracingContext.class, observationSpan);
		return observationSpan;
	}

	// Without what its convention would say, a span still holds its children together
	private SpanBuilder builder(Observation.Context observed, Context parent,
			SpanConvention<Observation.Context> convention, SpanKind suggested) {
		SpanBuilder builder = this.tracer.spanBuilder(name(observed, convention)).setParent(parent);
		try {
			builder.setSpanKind(convention.kind(observed, suggested));
			convention.start(observed, builder);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		return builder;
	}

	private String name(Observation.Context observed, SpanConvention<Observation.Context> convention) {
		try {
			return convention.startName(observed);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
			return PlainConvention.name(observed);
		}
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
			if (observed.getKind() == Kind.CLIENT) {
				context = Outbound.to(context, convention.destination(observed), this.hosts);
			}
			this.propagator.inject(context, observed.getCarrier(), new SenderSetter(observed.getSetter()));
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
	}

	void openScope(Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		if (span == null && observed instanceof NullObservation.NullContext) {
			// Stands for "no observation" where a context of another thread is restored
			span = new ObservationSpan(Span.getInvalid(), Context.root(), this.conventions.of(observed));
			observed.put(TracingContext.class, span);
		}
		if (span == null) {
			return;
		}
		try {
			span.open(this.baggage.isEmpty() ? span.context() : this.baggage.in(span, observed));
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
	}

	void closeScope(Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		if (span != null) {
			try {
				span.closeLast();
				// Work that outlives its request has nothing to say about it
				if (!span.isEnded()) {
					span.convention().scopeClosed(observed);
				}
			}
			catch (RuntimeException | LinkageError ex) {
				failed(ex);
			}
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
		if (span != null && span.span().isRecording()) {
			try {
				record(observed, span);
			}
			catch (RuntimeException | LinkageError ex) {
				failed(ex);
			}
		}
	}

	private static void record(Observation.Context observed, ObservationSpan span) {
		Throwable error = observed.getError();
		if (error != null && span.isNew(error)) {
			span.convention().error(observed, error, span.span());
		}
	}

	void stop(Observation.Context observed) {
		ObservationSpan span = ObservationSpan.of(observed);
		if (span == null || !isOver(observed, span) || !span.end()) {
			return;
		}
		try {
			if (span.span().isRecording()) {
				// An error may have been set without being reported
				record(observed, span);
				span.convention().stop(observed, span.span());
			}
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		try {
			span.span().end();
		}
		catch (RuntimeException | LinkageError ex) {
			// A processor of the application
			failed(ex);
		}
	}

	private boolean isOver(Observation.Context observed, ObservationSpan span) {
		try {
			return span.convention().isOver(observed);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
			return true;
		}
	}

	private void failed(Throwable ex) {
		if (this.failed.compareAndSet(false, true)) {
			logger.warn("A span of an observation is missing or lacks something; the application was not affected. "
					+ "Further failures are not logged: " + ex.getClass().getName());
		}
	}

}
