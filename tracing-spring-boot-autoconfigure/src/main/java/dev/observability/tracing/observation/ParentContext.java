// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * Finds the context that the span of an observation starts in. Step 6 of a request, on
 * the thread that observes.
 * <p>
 * What is current wins over the parent observation, as somebody may have made a span by
 * hand below it; unless it is known to be the span of another observation, because then
 * the parent was named on purpose. On a thread where nothing is current, the context of
 * the parent observation is taken.
 */
final class ParentContext {

	private ParentContext() {
	}

	static Context of(Observation.Context observed) {
		Context current = Context.current();
		TracingContext given = observed.get(TracingContext.class);
		if (given != null && given.getSpan() instanceof OtelSpan span) {
			return current.with(OtelSpan.toOtel(span));
		}
		ObservationView parent = observed.getParentObservation();
		if (parent == null) {
			return current;
		}
		Span currentSpan = Span.fromContext(current);
		TracingContext tracing = parent.getContextView().get(TracingContext.class);
		if (tracing instanceof ObservationSpan ours) {
			if (currentSpan == ours.span()) {
				return current;
			}
			return (!currentSpan.getSpanContext().isValid() || isOfAnother(currentSpan, parent)) ? ours.context()
					: current;
		}
		if (currentSpan.getSpanContext().isValid()) {
			return current;
		}
		return (tracing != null && tracing.getSpan() instanceof OtelSpan span) ? current.with(OtelSpan.toOtel(span))
				: current;
	}

	private static boolean isOfAnother(Span currentSpan, ObservationView parent) {
		Observation current = ObservationThreadLocalAccessor.getInstance().getValue();
		if (current == null || current == parent) {
			return false;
		}
		ObservationSpan span = ObservationSpan.of(current.getContextView());
		return span != null && span.span() == currentSpan;
	}

}
