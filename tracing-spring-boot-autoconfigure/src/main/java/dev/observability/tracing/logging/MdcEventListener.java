// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import dev.observability.tracing.propagation.CorrelationId;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeRestoredEvent;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps the ids of the current span in MDC, as the scope of each span opens and closes,
 * step 4 of a request. On the thread whose context changes.
 * <p>
 * MDC follows the current context, whatever it was before: with the ids of its span, or
 * with none where it has no span. A type of Boot's, so that Boot's own backs off.
 */
final class MdcEventListener extends Slf4JEventListener {

	private final MdcKeys keys;

	MdcEventListener(MdcKeys keys) {
		super(keys.traceId(), keys.spanId());
		this.keys = keys;
	}

	// The event of a scope that closed says nothing: that of the restored one follows at
	// once, or that of a new one
	@Override
	public void onEvent(Object event) {
		if (event instanceof ScopeAttachedEvent || event instanceof ScopeRestoredEvent) {
			follow(Context.current());
		}
	}

	private void follow(Context context) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (span.isValid()) {
			MDC.put(this.keys.traceId(), span.getTraceId());
			MDC.put(this.keys.spanId(), span.getSpanId());
			MDC.put(this.keys.traceFlags(), span.getTraceFlags().asHex());
		}
		else {
			MDC.remove(this.keys.traceId());
			MDC.remove(this.keys.spanId());
			MDC.remove(this.keys.traceFlags());
		}
		follow(CorrelationId.of(context));
	}

	private void follow(@Nullable String correlationId) {
		if (correlationId != null) {
			MDC.put(this.keys.correlationId(), correlationId);
		}
		else {
			MDC.remove(this.keys.correlationId());
		}
	}

}
