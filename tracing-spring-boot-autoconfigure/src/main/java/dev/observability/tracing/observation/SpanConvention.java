// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Says what a kind of observation means in the names of OpenTelemetry: name, kind,
 * attributes and status of its span. Steps 2, 6 and 9 of a request, on the thread that
 * observes.
 * <p>
 * An implementation has no state of a request. It may throw; the span then lacks what was
 * to come.
 *
 * @param <C> type of the observation's context
 */
interface SpanConvention<C extends Observation.Context> {

	/**
	 * Returns the type of context that this is for, subclasses included.
	 * @return the type of context
	 */
	Class<? super C> contextType();

	/**
	 * Returns the kind of the span.
	 * @param context context of the observation
	 * @param suggested what the observation itself says: the kind of a sender or
	 * receiver, else {@code INTERNAL}
	 * @return the kind of the span
	 */
	default SpanKind kind(C context, SpanKind suggested) {
		return suggested;
	}

	/**
	 * Returns the name that the span starts with, of low cardinality.
	 * @param context context of the observation
	 * @return the name, final or not
	 */
	String startName(C context);

	/**
	 * Gives the sampler what it decides by. Anything else waits for {@link #stop}, which
	 * costs nothing when the span is not recorded.
	 * @param context context of the observation
	 * @param span the span to be
	 */
	default void start(C context, SpanBuilder span) {
	}

	/**
	 * Tells what else is known of how the span comes about.
	 * @param parent context with its parent
	 * @return context that it starts in
	 */
	default Context parent(Context parent) {
		return parent;
	}

	/**
	 * Returns the host that a client calls, whose name decides what else may go there.
	 * Not asked for messages, which go to a broker of the application's own.
	 * @param context context of the observation
	 * @return host name or address, or {@code null} where it is not known, which is the
	 * host of others
	 */
	default @Nullable String destination(C context) {
		return null;
	}

	/**
	 * Whether what is sent can carry the context of its span.
	 * @return whether there is something to write headers to
	 */
	default boolean carriesContext() {
		return true;
	}

	/**
	 * Records an error at the moment at which it is reported; the status waits for
	 * {@link #stop}, which may know better.
	 * @param context context of the observation
	 * @param error the error, reported for the first time
	 * @param span the span
	 */
	default void error(C context, Throwable error, Span span) {
		span.recordException(error);
	}

	/**
	 * Told when a scope closed, after which the context may change its mind.
	 * @param context context of the observation
	 */
	default void scopeClosed(C context) {
	}

	/**
	 * Whether a stop is the last one. Spring stops the observation of some requests twice
	 * and knows only the second time how they went.
	 * @param context context of the observation
	 * @return whether the span is to be ended
	 */
	default boolean isOver(C context) {
		return true;
	}

	/**
	 * Completes a span that is recorded, before it ends: final name, attributes, status.
	 * @param context context of the observation
	 * @param span the span
	 */
	void stop(C context, Span span);

}
