// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/**
 * Tells, in the context that a span starts in, that a schedule begins it and nobody asked
 * for it. Step 2 of a scheduled run, on its thread; never throws.
 *
 * @since 0.1.0
 */
public final class Schedule {

	private static final ContextKey<Boolean> KEY = ContextKey.named("tracing-schedule");

	private Schedule() {
	}

	/**
	 * Marks the parent of a span.
	 * @param parent context that the span of the run starts in, not made current
	 * @return the context with the mark
	 */
	public static Context begins(Context parent) {
		return parent.with(KEY, true);
	}

	/**
	 * Whether the parent of a span is marked.
	 * @param parent context that the span starts in
	 * @return whether a schedule began it
	 */
	public static boolean began(Context parent) {
		return parent.get(KEY) != null;
	}

}
