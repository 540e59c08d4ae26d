// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.Iterator;
import java.util.Objects;

import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.core.annotation.Order;

/**
 * Starts a server span with the extracted context as its parent, where the bridge's own
 * handler keeps nothing of that context but the span.
 */
@Order(MicrometerTracingAutoConfiguration.RECEIVER_TRACING_OBSERVATION_HANDLER_ORDER)
final class KeepingReceiverHandler extends PropagatingReceiverTracingObservationHandler<ReceiverContext<Object>> {

	private final io.opentelemetry.api.trace.Tracer tracer;

	private final ContextPropagators propagators;

	KeepingReceiverHandler(Tracer tracer, Propagator propagator, io.opentelemetry.api.trace.Tracer otel,
			ContextPropagators propagators) {
		super(tracer, propagator);
		this.tracer = otel;
		this.propagators = propagators;
	}

	@Override
	public void onStart(ReceiverContext<Object> context) {
		Context parent = this.propagators.getTextMapPropagator()
			.extract(Context.current(), context, new ContextGetter());
		Span span = this.tracer.spanBuilder("request").setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
		getTracingContext(context).setSpan(OtelSpan.fromOtel(span, parent));
	}

	private static final class ContextGetter implements TextMapGetter<ReceiverContext<Object>> {

		@Override
		public Iterable<String> keys(ReceiverContext<Object> context) {
			throw new UnsupportedOperationException();
		}

		@Override
		public @Nullable String get(@Nullable ReceiverContext<Object> context, String key) {
			return (context != null) ? context.getGetter().get(Objects.requireNonNull(context.getCarrier()), key)
					: null;
		}

		@Override
		public Iterator<String> getAll(@Nullable ReceiverContext<Object> context, String key) {
			if (context == null) {
				throw new IllegalArgumentException();
			}
			return context.getGetter().getAll(Objects.requireNonNull(context.getCarrier()), key).iterator();
		}

	}

}
