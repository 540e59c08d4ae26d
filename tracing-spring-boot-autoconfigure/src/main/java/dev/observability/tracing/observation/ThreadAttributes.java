// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;

/**
 * The thread that a span started on: group {@code thread} of the semantic conventions.
 * Steps 2 and 6 of a request, on the thread that observes.
 */
final class ThreadAttributes {

	private static final AttributeKey<Long> ID = AttributeKey.longKey("thread.id");

	private static final AttributeKey<String> NAME = AttributeKey.stringKey("thread.name");

	private ThreadAttributes() {
	}

	@SuppressWarnings("deprecation") // Its successor came with Java 19
	static void set(Span span, Thread thread) {
		span.setAttribute(ID, thread.getId());
		String name = thread.getName();
		if (!name.isEmpty()) {
			// Virtual threads have none
			span.setAttribute(NAME, name);
		}
	}

}
