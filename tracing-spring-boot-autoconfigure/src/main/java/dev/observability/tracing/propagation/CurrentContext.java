// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Makes a context current on a thread so that it does not stay there by accident. Steps 4
 * to 7 of a request, on any thread.
 * <p>
 * Scopes may be closed in any order, as Micrometer closes those of several accessors in
 * the order in which it opened them; OpenTelemetry's would leave the outer one open then.
 *
 * @since 0.1.0
 */
public final class CurrentContext {

	private static final ThreadLocal<@Nullable Opened> LAST = new ThreadLocal<>();

	private CurrentContext() {
	}

	/**
	 * Makes a context current.
	 * <p>
	 * Micrometer tells listeners, such as the one that fills MDC, when the context is
	 * current already. One that throws would leave it on the thread, because nobody has
	 * the scope to close it; here what was current before is so again.
	 * @param context the context
	 * @return the scope, to be closed on this thread
	 * @throws RuntimeException what a listener of the application threw
	 */
	public static Scope open(Context context) {
		return open(context, false);
	}

	/**
	 * Makes the context of an observation current, which other threads get with the
	 * observation.
	 * @param context the context
	 * @return the scope, to be closed on this thread
	 * @throws RuntimeException what a listener of the application threw
	 */
	public static Scope openObserved(Context context) {
		return open(context, true);
	}

	private static Scope open(Context context, boolean observed) {
		Context before = Context.current();
		try {
			Opened opened = new Opened(context, context.makeCurrent(), LAST.get(), observed);
			LAST.set(opened);
			return opened;
		}
		catch (RuntimeException | Error ex) {
			restore(before);
			throw ex;
		}
	}

	private static void restore(Context before) {
		if (Context.current() != before) {
			try {
				before.makeCurrent();
			}
			catch (RuntimeException | Error ex) {
				// The same listener again, after the context was set
			}
		}
	}

	/**
	 * Returns what a thread that works for this one needs beside the observation.
	 * <p>
	 * Below an observation whose scope somebody else opened, that is no context with a
	 * span: who carries such an observation closes its scope before ours, and it would
	 * stay open.
	 * @return what is current, or {@code null} where that is nothing, or the context of
	 * the current observation
	 */
	static @Nullable Context besideObservation() {
		Context current = Context.current();
		if (current == Context.root()) {
			return null;
		}
		Opened last = LAST.get();
		if (last != null && last.belowObservation) {
			return (last.observed && last.context == current) ? null : current;
		}
		return (Span.fromContext(current).getSpanContext().isValid()
				&& ObservationThreadLocalAccessor.getInstance().getValue() != null) ? null : current;
	}

	/** What a thread has open, with what it had before. */
	private static final class Opened implements Scope {

		private final Context context;

		private final Scope scope;

		private final @Nullable Opened before;

		private final boolean observed;

		private final boolean belowObservation;

		private boolean closed;

		Opened(Context context, Scope scope, @Nullable Opened before, boolean observed) {
			this.context = context;
			this.scope = scope;
			this.before = before;
			this.observed = observed;
			this.belowObservation = observed || (before != null && before.belowObservation);
		}

		@Override
		public void close() {
			this.closed = true;
			if (LAST.get() == this) {
				closeAll();
			}
		}

		// This one, and those below that were closed too early
		private void closeAll() {
			Opened last = this;
			try {
				while (last != null && last.closed) {
					Opened closing = last;
					last = last.before;
					closing.scope.close();
				}
			}
			finally {
				if (last != null) {
					LAST.set(last);
				}
				else {
					LAST.remove();
				}
			}
		}

	}

}
