// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * The span of a caller that is not trusted, carried in the context from the propagator
 * that read it to the handler that links to it and the sampler that decides in its place.
 * Steps 2 and 3 of a request, on the request thread; never throws.
 *
 * @since 0.1.0
 */
public final class UntrustedCaller {

	private static final ContextKey<SpanContext> KEY = ContextKey.named("tracing-untrusted-caller");

	private UntrustedCaller() {
	}

	/**
	 * Begins a new trace.
	 * @param context what there was before anything was read
	 * @param caller span of the caller
	 * @return a context without a span
	 */
	static Context restart(Context context, SpanContext caller) {
		// Its trace state is cargo that nobody checked
		SpanContext link = SpanContext.createFromRemoteParent(caller.getTraceId(), caller.getSpanId(),
				caller.getTraceFlags(), TraceState.getDefault());
		return context.with(Span.getInvalid()).with(KEY, link);
	}

	/**
	 * Goes on with the trace of a caller that does not decide about it. What else its
	 * headers say, such as the debug flag of B3, is left out.
	 * @param context what there was before anything was read
	 * @param caller span of the caller
	 * @return a context with that span, which says so
	 */
	static Context undecided(Context context, SpanContext caller) {
		return context.with(Span.wrap(new Undecided(caller)));
	}

	/**
	 * Returns the span that a new trace is to link to.
	 * @param context that the first span of the trace starts in
	 * @return the span of the caller, or {@code null} where there is none, or the trace
	 * is the caller's
	 */
	public static @Nullable SpanContext link(Context context) {
		SpanContext caller = context.get(KEY);
		return (caller != null && !Span.fromContext(context).getSpanContext().isValid()) ? caller : null;
	}

	static boolean isParent(Context context) {
		return Span.fromContext(context).getSpanContext() instanceof Undecided;
	}

	/**
	 * The span itself says that it does not decide: the handlers of Spring Boot take it,
	 * and nothing else, out of the context that the propagator returns.
	 *
	 * @param caller what it is in all other respects
	 */
	private record Undecided(SpanContext caller) implements SpanContext {

		@Override
		public String getTraceId() {
			return this.caller.getTraceId();
		}

		@Override
		public String getSpanId() {
			return this.caller.getSpanId();
		}

		@Override
		public TraceFlags getTraceFlags() {
			return this.caller.getTraceFlags();
		}

		@Override
		public TraceState getTraceState() {
			return this.caller.getTraceState();
		}

		@Override
		public boolean isRemote() {
			return this.caller.isRemote();
		}

	}

}
