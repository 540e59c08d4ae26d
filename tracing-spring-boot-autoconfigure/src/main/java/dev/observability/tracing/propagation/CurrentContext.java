// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * Makes a context current on a thread so that it does not stay there by accident. Steps 4
 * to 7 of a request, on any thread.
 *
 * @since 0.1.0
 */
public final class CurrentContext {

	private CurrentContext() {
	}

	/**
	 * Makes a context current.
	 * <p>
	 * Micrometer tells listeners, such as the one that fills MDC, when the context is
	 * current already. One that throws would leave it on the thread, because nobody has
	 * the scope to close it; here what was current before is so again.
	 * @param context the context
	 * @return the scope
	 * @throws RuntimeException what a listener of the application threw
	 */
	public static Scope open(Context context) {
		Context before = Context.current();
		try {
			return context.makeCurrent();
		}
		catch (RuntimeException | Error ex) {
			restore(before);
			throw ex;
		}
	}

	private static void restore(Context before) {
		if (Context.current() != before) {
			try {
				before.makeCurrent();
			}
			catch (RuntimeException | Error ex) {
				// The same listener again, after the context was set
			}
		}
	}

}
