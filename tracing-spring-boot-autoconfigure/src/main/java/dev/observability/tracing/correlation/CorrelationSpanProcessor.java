// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import dev.observability.tracing.propagation.CorrelationId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Puts the correlation id on every recorded span as it starts, in steps 2 to 6 of a
 * request. On the thread that starts the span; neither blocks nor throws.
 * <p>
 * A value that the application gave the span before it started stays.
 */
final class CorrelationSpanProcessor implements SpanProcessor {

	static final AttributeKey<String> ATTRIBUTE = AttributeKey.stringKey(CorrelationId.ATTRIBUTE);

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		if (span.getAttribute(ATTRIBUTE) != null) {
			return;
		}
		String id = CorrelationId.of(parentContext);
		span.setAttribute(ATTRIBUTE, (id != null) ? id : span.getSpanContext().getTraceId());
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
	}

	@Override
	public boolean isEndRequired() {
		return false;
	}

	@Override
	public String toString() {
		return "CorrelationSpanProcessor{}";
	}

}
