// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Map;

import dev.observability.tracing.Tracing.OpenSpan;
import dev.observability.tracing.Tracing.SpanSpec;
import dev.observability.tracing.propagation.ContextTexts;
import dev.observability.tracing.propagation.CurrentContext;
import dev.observability.tracing.propagation.Schedule;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A span by hand, from what is known of it to its end. Step 6 of a request, on the thread
 * that describes it; throws only what the application's work throws.
 */
final class ManualSpan implements SpanSpec {

	private final SpanBuilder builder;

	private final String name;

	private final ContextTexts texts;

	private final TracedLosses losses;

	private Context parent = Context.current();

	ManualSpan(SpanBuilder builder, String name, ContextTexts texts, TracedLosses losses) {
		this.builder = builder;
		this.name = name;
		this.texts = texts;
		this.losses = losses;
	}

	@Override
	public SpanSpec kind(SpanKind kind) {
		this.builder.setSpanKind(kind);
		return this;
	}

	@Override
	public SpanSpec newRoot() {
		link(Span.fromContext(this.parent).getSpanContext(), Map.of());
		this.parent = this.parent.with(Span.getInvalid());
		return this;
	}

	@Override
	public SpanSpec attribute(String name, @Nullable Object value) {
		try {
			Object typed = AttributeValue.of(value);
			if (typed != null) {
				this.builder.setAttribute(AttributeValue.key(name, typed), typed);
			}
		}
		catch (Throwable ex) {
			failed(TracedLoss.ATTRIBUTE, ex);
		}
		return this;
	}

	@Override
	public SpanSpec link(SpanContext span, Map<String, ?> attributes) {
		if (span.isValid()) {
			Schedule.worked(this.parent);
			this.builder.addLink(span, AttributeValue.ofAll(attributes, (ex) -> failed(TracedLoss.LINK, ex)));
		}
		return this;
	}

	@Override
	public SpanSpec linkTo(@Nullable String snapshot) {
		return link(Span.fromContext(this.texts.read(snapshot)).getSpanContext(), Map.of());
	}

	@Override
	public SpanSpec childOf(@Nullable String snapshot) {
		this.parent = this.texts.read(snapshot);
		return this;
	}

	@Override
	public SpanSpec newRootOf(@Nullable String snapshot) {
		Context stored = this.texts.read(snapshot);
		this.parent = stored.with(Span.getInvalid());
		return link(Span.fromContext(stored).getSpanContext(), Map.of());
	}

	@Override
	public OpenSpan start() {
		Span span = Span.getInvalid();
		Scope scope = Scope.noop();
		try {
			span = this.builder.setParent(this.parent).startSpan();
			scope = CurrentContext.open(this.parent.with(span));
		}
		catch (Throwable ex) {
			failed(TracedLoss.FAILED, ex);
		}
		return new Opened(span, scope);
	}

	private void failed(TracedLoss reason, Throwable ex) {
		this.losses.add(reason, this.name, ex);
	}

	/** The span while it is current. */
	private final class Opened implements OpenSpan {

		private final Span span;

		private final Scope scope;

		private boolean closed;

		Opened(Span span, Scope scope) {
			this.span = span;
			this.scope = scope;
		}

		@Override
		public void error(Throwable error) {
			SpanErrors.record(this.span, error);
		}

		@Override
		public void close() {
			if (this.closed) {
				return;
			}
			this.closed = true;
			try {
				this.scope.close();
			}
			catch (Throwable ex) {
				failed(TracedLoss.FAILED, ex);
			}
			try {
				this.span.end();
			}
			catch (Throwable ex) {
				// A processor of the application
				failed(TracedLoss.FAILED, ex);
			}
		}

	}

}
