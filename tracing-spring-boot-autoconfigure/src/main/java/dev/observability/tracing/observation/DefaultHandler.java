// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;

/**
 * Makes the span of an observation that neither sends nor receives. Steps 4, 6 and 9 of a
 * request, on the thread that observes; never throws.
 * <p>
 * A subclass, so that Boot's own backs off; nothing of the superclass is used but its
 * tracer.
 */
final class DefaultHandler extends DefaultTracingObservationHandler {

	private final ObservationSpans spans;

	DefaultHandler(Tracer tracer, ObservationSpans spans) {
		super(tracer);
		this.spans = spans;
	}

	@Override
	public void onStart(Observation.Context context) {
		this.spans.start(context);
	}

	@Override
	public void onScopeOpened(Observation.Context context) {
		this.spans.openScope(context);
	}

	@Override
	public void onScopeClosed(Observation.Context context) {
		this.spans.closeScope(context);
	}

	@Deprecated
	@Override
	public void onScopeReset(Observation.Context context) {
		this.spans.closeScopes(context);
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		this.spans.event(event, context);
	}

	@Override
	public void onError(Observation.Context context) {
		this.spans.error(context);
	}

	@Override
	public void onStop(Observation.Context context) {
		this.spans.stop(context);
	}

}
