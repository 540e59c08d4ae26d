// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call that ends later, and only once, whoever is first. Step 6 of a request, on
 * the thread on which the work ends; never throws.
 */
final class AsyncEnd extends AtomicBoolean {

	private static final long serialVersionUID = 1L;

	private final transient TracedCall call;

	AsyncEnd(TracedCall call) {
		this.call = call;
	}

	void succeeded(@Nullable Object result) {
		end(() -> this.call.finish(result, null));
	}

	void failed(Throwable error) {
		end(() -> this.call.finish(null, error));
	}

	/** Nobody waits any more, which is no failure of the method. */
	void cancelled() {
		end(this.call::cancel);
	}

	void completed(@Nullable Object result, @Nullable Throwable error) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		if (cause instanceof CancellationException) {
			cancelled();
		}
		else {
			end(() -> this.call.finish(result, cause));
		}
	}

	private void end(Runnable finish) {
		if (compareAndSet(false, true)) {
			Scope scope = this.call.open();
			try {
				finish.run();
			}
			finally {
				this.call.leave(scope);
			}
		}
	}

}
