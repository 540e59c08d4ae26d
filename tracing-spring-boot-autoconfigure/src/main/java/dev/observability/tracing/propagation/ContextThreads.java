// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Carries what an observation does not to the other threads that work for a request:
 * spans that were made by hand or of an annotated method, baggage, and the correlation id
 * of a request without a span. Steps 5 and 6, on the thread that is switched.
 * <p>
 * Where the context is that of the current observation it does nothing: the observation
 * is carried, and its context with it.
 * <p>
 * Micrometer's registry belongs to the JVM, so there is one accessor for all applications
 * in it: each of several would take away what another one set. It is there for as long as
 * one of them lives.
 *
 * @since 0.1.0
 */
public final class ContextThreads implements ThreadLocalAccessor<Object> {

	/**
	 * The key in Micrometer's snapshots and in the context of Reactor, where the value is
	 * that of {@link #underCurrentObservation}.
	 */
	public static final Object KEY = new Key();

	static final ContextThreads INSTANCE = new ContextThreads();

	private final ThreadLocal<@Nullable Opened> opened = new ThreadLocal<>();

	private int applications;

	private ContextThreads() {
	}

	private synchronized void enter() {
		this.applications++;
		if (this.applications == 1) {
			ContextRegistry.getInstance().registerThreadLocalAccessor(this);
		}
	}

	private synchronized void leave() {
		this.applications--;
		if (this.applications == 0) {
			ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
		}
	}

	@Override
	public Object key() {
		return KEY;
	}

	/**
	 * Returns what the context of a Reactor subscriber is to hold. It counts as long as
	 * the observation that is current now is so: an observation further up the stream is
	 * inside of this, and its own context wins.
	 * @param context the context
	 * @return the value for {@link #KEY}
	 */
	public static Object underCurrentObservation(Context context) {
		return new Under(context, ObservationThreadLocalAccessor.getInstance().getValue());
	}

	@Override
	public @Nullable Object getValue() {
		return CurrentContext.besideObservation();
	}

	@Override
	public void setValue(Object value) {
		Context context = (value instanceof Under under) ? under.current() : (Context) value;
		Context current = Context.current();
		// One of a request without a span is no reason to hide what has one
		open((context == null || context == current || (hasSpan(current) && !hasSpan(context))) ? null : context);
	}

	private static boolean hasSpan(Context context) {
		return Span.fromContext(context).getSpanContext().isValid();
	}

	@Override
	public void setValue() {
		open((CurrentContext.besideObservation() != null) ? Context.root() : null);
	}

	@Override
	public void restore(Object previous) {
		close();
	}

	@Override
	public void restore() {
		close();
	}

	// Often nothing, as there is an observation: then nothing is written either
	private void open(@Nullable Context context) {
		Opened last = this.opened.get();
		if (context != null) {
			this.opened.set(new Opened(CurrentContext.open(context), last));
		}
		else if (last != null) {
			last.nothingInside++;
		}
	}

	private void close() {
		Opened last = this.opened.get();
		if (last == null) {
			return;
		}
		if (last.nothingInside > 0) {
			last.nothingInside--;
			return;
		}
		if (last.before != null) {
			this.opened.set(last.before);
		}
		else {
			this.opened.remove();
		}
		last.scope.close();
	}

	/**
	 * A context inside of an observation.
	 *
	 * @param context the context
	 * @param observation the observation, or {@code null} where there was none
	 */
	private record Under(Context context, @Nullable Observation observation) {

		@Nullable Context current() {
			return (this.observation == ObservationThreadLocalAccessor.getInstance().getValue()) ? this.context : null;
		}

	}

	/** A scope of this thread. */
	private static final class Opened {

		private final Scope scope;

		private final @Nullable Opened before;

		/** How often nothing was opened since, and is yet to be closed. */
		private int nothingInside;

		Opened(Scope scope, @Nullable Opened before) {
			this.scope = scope;
			this.before = before;
		}

	}

	/** The need of one application for the accessor. */
	public static final class Registration implements InitializingBean, DisposableBean {

		@Override
		public void afterPropertiesSet() {
			INSTANCE.enter();
		}

		@Override
		public void destroy() {
			INSTANCE.leave();
		}

	}

	/** Equal to itself only. */
	private static final class Key {

		@Override
		public String toString() {
			return "observability.tracing.context";
		}

	}

}
