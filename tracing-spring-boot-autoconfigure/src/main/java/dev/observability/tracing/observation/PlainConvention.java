// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * The convention of an observation that no other knows, such as one of the application:
 * its own name, its key values as they are. Step 6 of a request, on the thread that
 * observes.
 */
final class PlainConvention implements SpanConvention<Observation.Context> {

	@Override
	public Class<Observation.Context> contextType() {
		return Observation.Context.class;
	}

	@Override
	public String startName(Observation.Context context) {
		return name(context);
	}

	/**
	 * That of Micrometer's own instrumentations of HTTP clients.
	 */
	@Override
	public @Nullable String destination(Observation.Context context) {
		return ObservedValues.find(context, "target.host");
	}

	@Override
	public void stop(Observation.Context context, Span span) {
		span.updateName(name(context));
		KeyValueAttributes.ALL.copy(context, span);
		Throwable error = context.getError();
		if (error != null) {
			span.setAttribute(ErrorAttributes.TYPE, error.getClass().getName());
			span.setStatus(StatusCode.ERROR, Objects.requireNonNullElse(error.getMessage(), ""));
		}
	}

	static String name(Observation.Context context) {
		String contextual = context.getContextualName();
		if (contextual != null && !contextual.isBlank()) {
			return contextual;
		}
		String name = context.getName();
		return (name != null) ? name : "observation";
	}

}
