// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * Tells, in the context of a runner, that its span is one that nobody asked for. What the
 * runner of a server starts goes on when the launch is long over, and is no part of it.
 * Step 6, on the main thread; never throws.
 *
 * @since 0.1.0
 */
public final class Launch {

	private static final ContextKey<Span> KEY = ContextKey.named("tracing-launch");

	private Launch() {
	}

	/**
	 * Marks the context of a runner.
	 * @param context context with the span of the runner
	 * @return the context with the mark
	 */
	public static Context begins(Context context) {
		return context.with(KEY, Span.fromContext(context));
	}

	/**
	 * Whether the span is current that a runner has uninvited, and none inside of it that
	 * somebody made on purpose.
	 * @return whether what is given to another thread now is given by such a runner
	 */
	static boolean isCurrent() {
		Context context = Context.current();
		@Nullable Span span = context.get(KEY);
		return span != null && span == Span.fromContext(context);
	}

}
