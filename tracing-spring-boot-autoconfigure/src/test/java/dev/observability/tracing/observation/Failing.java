// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * What the handlers call, failing.
 */
final class Failing {

	private Failing() {
	}

	/** Throws in one of its methods. */
	record Convention(String method) implements SpanConvention<Observation.Context> {

		@Override
		public Class<Observation.Context> contextType() {
			return Observation.Context.class;
		}

		@Override
		public String startName(Observation.Context context) {
			check("startName");
			return PlainConvention.name(context);
		}

		@Override
		public SpanKind kind(Observation.Context context, SpanKind suggested) {
			check("kind");
			return suggested;
		}

		@Override
		public void start(Observation.Context context, SpanBuilder span) {
			check("start");
		}

		@Override
		public void error(Observation.Context context, Throwable error, Span span) {
			check("error");
		}

		@Override
		public void scopeClosed(Observation.Context context) {
			check("scopeClosed");
		}

		@Override
		public boolean isOver(Observation.Context context) {
			check("isOver");
			return true;
		}

		@Override
		public void stop(Observation.Context context, Span span) {
			check("stop");
		}

		private void check(String called) {
			if (called.equals(this.method)) {
				throw new IllegalStateException(called);
			}
		}

	}

	/** Throws in both directions. */
	static final class Propagator implements TextMapPropagator {

		@Override
		public List<String> fields() {
			return List.of();
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
			throw new NoSuchMethodError("inject");
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			throw new IllegalStateException("extract");
		}

	}

	/** Throws when a span ends. */
	static final class Processor implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			throw new IllegalStateException("onEnd");
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
