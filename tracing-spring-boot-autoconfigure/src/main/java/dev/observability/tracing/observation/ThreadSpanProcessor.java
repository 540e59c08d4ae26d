// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Puts the thread that a span started on on each recorded span: group {@code thread} of
 * the semantic conventions. Steps 2 and 6 of a request, on the thread that starts the
 * span; neither blocks nor throws.
 */
final class ThreadSpanProcessor implements SpanProcessor {

	private static final AttributeKey<Long> ID = AttributeKey.longKey("thread.id");

	private static final AttributeKey<String> NAME = AttributeKey.stringKey("thread.name");

	@Override
	@SuppressWarnings("deprecation") // Its successor came with Java 19
	public void onStart(Context parentContext, ReadWriteSpan span) {
		Thread thread = Thread.currentThread();
		span.setAttribute(ID, thread.getId());
		String name = thread.getName();
		if (!name.isEmpty()) {
			// Virtual threads have none
			span.setAttribute(NAME, name);
		}
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
		return "ThreadSpanProcessor{}";
	}

}
