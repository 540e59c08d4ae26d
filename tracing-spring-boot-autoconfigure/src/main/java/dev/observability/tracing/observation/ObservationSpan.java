// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import dev.observability.tracing.propagation.CurrentContext;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The span that an observation carries from its start to its stop, with its OpenTelemetry
 * context and the scopes that are open. Steps 2 to 9 of a request, on any thread that
 * works for the observation.
 * <p>
 * It stands where Micrometer looks for its own, hence hands out a span of the bridge,
 * made only when somebody asks.
 */
final class ObservationSpan extends TracingContext {

	private final Span span;

	private final Context context;

	private final SpanConvention<Observation.Context> convention;

	private @Nullable OpenScope openScopes;

	private volatile io.micrometer.tracing.@Nullable Span bridged;

	private @Nullable Throwable recorded;

	private boolean ended;

	ObservationSpan(Span span, Context context, SpanConvention<Observation.Context> convention) {
		this.span = span;
		this.context = context;
		this.convention = convention;
	}

	static @Nullable ObservationSpan of(Observation.ContextView context) {
		TracingContext tracing = context.get(TracingContext.class);
		return (tracing instanceof ObservationSpan ours) ? ours : null;
	}

	Span span() {
		return this.span;
	}

	Context context() {
		return this.context;
	}

	SpanConvention<Observation.Context> convention() {
		return this.convention;
	}

	/**
	 * Whether an error is new. A filter of Spring reports the one that went through it
	 * and again what the container remembers.
	 * @param error what was reported
	 * @return whether it is not the one that was reported last
	 */
	synchronized boolean isNew(Throwable error) {
		if (error == this.recorded) {
			return false;
		}
		this.recorded = error;
		return true;
	}

	/**
	 * Whether this is the first stop. An asynchronous request that times out stops twice.
	 * @return whether the span is to be ended
	 */
	synchronized boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
	}

	synchronized boolean isEnded() {
		return this.ended;
	}

	/**
	 * Makes a context current on this thread.
	 * @param context that of the span, with or without more
	 */
	void open(Context context) {
		push(CurrentContext.openObserved(context));
	}

	private synchronized void push(Scope scope) {
		this.openScopes = new OpenScope(Thread.currentThread(), scope, this.openScopes);
	}

	boolean closeLast() {
		OpenScope last = pop();
		if (last == null) {
			return false;
		}
		last.scope.close();
		return true;
	}

	private synchronized @Nullable OpenScope pop() {
		Thread current = Thread.currentThread();
		OpenScope newer = null;
		for (OpenScope scope = this.openScopes; scope != null; scope = scope.older) {
			if (scope.thread == current) {
				if (newer == null) {
					this.openScopes = scope.older;
				}
				else {
					newer.older = scope.older;
				}
				return scope;
			}
			newer = scope;
		}
		return null;
	}

	@Override
	public io.micrometer.tracing.Span getSpan() {
		io.micrometer.tracing.Span bridged = this.bridged;
		if (bridged == null) {
			bridged = OtelSpan.fromOtel(this.span, this.context);
			this.bridged = bridged;
		}
		return bridged;
	}

	@Override
	public void setSpan(io.micrometer.tracing.@Nullable Span span) {
		this.bridged = span;
	}

	@Override
	public synchronized CurrentTraceContext.@Nullable Scope getScope() {
		Thread current = Thread.currentThread();
		for (OpenScope scope = this.openScopes; scope != null; scope = scope.older) {
			if (scope.thread == current) {
				return this::closeLast;
			}
		}
		return super.getScope();
	}

	/**
	 * A scope that a thread has open; linked, because there is nearly always just one.
	 */
	private static final class OpenScope {

		private final Thread thread;

		private final Scope scope;

		private @Nullable OpenScope older;

		OpenScope(Thread thread, Scope scope, @Nullable OpenScope older) {
			this.thread = thread;
			this.scope = scope;
			this.older = older;
		}

	}

}
