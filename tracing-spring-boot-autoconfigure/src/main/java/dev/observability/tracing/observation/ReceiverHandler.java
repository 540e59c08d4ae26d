// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

/**
 * Makes the span of an observation that receives, as child of what came in. Steps 2, 4
 * and 9 of a request, on the thread that observes; never throws.
 * <p>
 * A subclass, so that Boot's own backs off; nothing of the superclass is used but its
 * tracer.
 */
final class ReceiverHandler extends PropagatingReceiverTracingObservationHandler<ReceiverContext<Object>> {

	private final ObservationSpans spans;

	ReceiverHandler(Tracer tracer, Propagator propagator, ObservationSpans spans) {
		super(tracer, propagator);
		this.spans = spans;
	}

	@Override
	public void onStart(ReceiverContext<Object> context) {
		this.spans.startReceiver(context);
	}

	@Override
	public void onScopeOpened(ReceiverContext<Object> context) {
		this.spans.openScope(context);
	}

	@Override
	public void onScopeClosed(ReceiverContext<Object> context) {
		this.spans.closeScope(context);
	}

	@Deprecated
	@Override
	public void onScopeReset(ReceiverContext<Object> context) {
		this.spans.closeScopes(context);
	}

	@Override
	public void onEvent(Observation.Event event, ReceiverContext<Object> context) {
		this.spans.event(event, context);
	}

	@Override
	public void onError(ReceiverContext<Object> context) {
		this.spans.error(context);
	}

	@Override
	public void onStop(ReceiverContext<Object> context) {
		this.spans.stop(context);
	}

}
