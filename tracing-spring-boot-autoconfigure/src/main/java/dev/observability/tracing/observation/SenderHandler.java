// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

/**
 * Makes the span of an observation that sends, and sends its context along. Step 6 of a
 * request, on the thread that observes; never throws.
 * <p>
 * A subclass, so that Boot's own backs off; nothing of the superclass is used but its
 * tracer.
 */
final class SenderHandler extends PropagatingSenderTracingObservationHandler<SenderContext<Object>> {

	private final ObservationSpans spans;

	SenderHandler(Tracer tracer, Propagator propagator, ObservationSpans spans) {
		super(tracer, propagator);
		this.spans = spans;
	}

	@Override
	public void onStart(SenderContext<Object> context) {
		this.spans.startSender(context);
	}

	@Override
	public void onScopeOpened(SenderContext<Object> context) {
		this.spans.openScope(context);
	}

	@Override
	public void onScopeClosed(SenderContext<Object> context) {
		this.spans.closeScope(context);
	}

	@Deprecated
	@Override
	public void onScopeReset(SenderContext<Object> context) {
		this.spans.closeScopes(context);
	}

	@Override
	public void onEvent(Observation.Event event, SenderContext<Object> context) {
		this.spans.event(event, context);
	}

	@Override
	public void onError(SenderContext<Object> context) {
		this.spans.error(context);
	}

	@Override
	public void onStop(SenderContext<Object> context) {
		this.spans.stop(context);
	}

}
