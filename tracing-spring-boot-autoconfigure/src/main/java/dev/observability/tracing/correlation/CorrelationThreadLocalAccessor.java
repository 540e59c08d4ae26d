// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import dev.observability.tracing.propagation.CorrelationId;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Carries the correlation id of a request without a span to the other threads that work
 * for it, in steps 5 and 6. On the thread that is switched; never throws.
 * <p>
 * With a span it does nothing: there the observation is carried, and the id with it. So
 * of the two, only one opens a scope, and scopes close in the reverse order.
 * <p>
 * Micrometer's registry belongs to the JVM, so there is one accessor for all applications
 * in it: each of several would take away what another one set. It is there for as long as
 * one of them lives.
 */
final class CorrelationThreadLocalAccessor implements ThreadLocalAccessor<String> {

	static final CorrelationThreadLocalAccessor INSTANCE = new CorrelationThreadLocalAccessor();

	private final ThreadLocal<@Nullable Opened> opened = new ThreadLocal<>();

	private final Key key = new Key();

	private int applications;

	private CorrelationThreadLocalAccessor() {
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
			ContextRegistry.getInstance().removeThreadLocalAccessor(this.key);
		}
	}

	@Override
	public Object key() {
		return this.key;
	}

	@Override
	public @Nullable String getValue() {
		Context current = Context.current();
		return hasSpan(current) ? null : CorrelationId.of(current);
	}

	@Override
	public void setValue(String id) {
		Context current = Context.current();
		open(hasSpan(current) ? null : CorrelationId.with(current, id));
	}

	@Override
	public void setValue() {
		open((getValue() != null) ? Context.root() : null);
	}

	@Override
	public void restore(String previous) {
		close();
	}

	@Override
	public void restore() {
		close();
	}

	// Nearly always nothing, as there is a span: then nothing is written either
	private void open(@Nullable Context context) {
		Opened last = this.opened.get();
		if (context != null) {
			this.opened.set(new Opened(context.makeCurrent(), last));
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
		this.opened.set(last.before);
		last.scope.close();
	}

	private static boolean hasSpan(Context context) {
		return Span.fromContext(context).getSpanContext().isValid();
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
	static final class Registration implements InitializingBean, DisposableBean {

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
			return "observability.tracing.correlation";
		}

	}

}
