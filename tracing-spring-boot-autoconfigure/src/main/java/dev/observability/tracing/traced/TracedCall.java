// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import dev.observability.tracing.ExpectedException;
import dev.observability.tracing.propagation.CurrentContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A call that is running. Step 6 of a request, on the threads that work for it; never
 * throws. Ended once; who can end it twice asks {@link AsyncEnd}.
 */
final class TracedCall {

	private final TracedPlan plan;

	private final Span span;

	private final Context context;

	private final @Nullable TracedCallContext values;

	private final TracedLosses losses;

	private final long started = System.nanoTime();

	TracedCall(TracedPlan plan, Span span, Context context, @Nullable TracedCallContext values, TracedLosses losses) {
		this.plan = plan;
		this.span = span;
		this.context = context;
		this.values = values;
		this.losses = losses;
	}

	Context context() {
		return this.context;
	}

	Scope open() {
		try {
			return CurrentContext.open(this.context);
		}
		catch (RuntimeException | LinkageError ex) {
			this.losses.add(TracedLoss.FAILED, this.plan.function(), ex);
			return Scope.noop();
		}
	}

	/**
	 * Closes a scope of this call.
	 * @param scope the scope
	 */
	void close(Scope scope) {
		try {
			scope.close();
		}
		catch (RuntimeException | LinkageError ex) {
			this.losses.add(TracedLoss.FAILED, this.plan.function(), ex);
		}
	}

	/**
	 * Notes how the call went, inside its scope.
	 * @param result what it returned or completed with
	 * @param error what it threw, or {@code null}
	 */
	void finish(@Nullable Object result, @Nullable Throwable error) {
		try {
			Throwable failure = (error != null && !this.plan.expected().contains(error)) ? error : null;
			if (this.span.isRecording()) {
				if (failure != null) {
					SpanErrors.record(this.span, failure);
				}
				else if (error != null) {
					ExpectedException.record(this.span, error);
				}
				else {
					setResults(result);
				}
			}
			this.plan.timer().record(System.nanoTime() - this.started, failure);
		}
		catch (RuntimeException | LinkageError ex) {
			this.losses.add(TracedLoss.FAILED, this.plan.function(), ex);
		}
	}

	private void setResults(@Nullable Object result) {
		if (this.values == null || this.plan.results().isEmpty()) {
			return;
		}
		TracedCallContext withResult = this.values.withResult(result);
		for (TracedAttribute attribute : this.plan.results()) {
			try {
				attribute.set(this.span, withResult);
			}
			catch (RuntimeException | LinkageError | StackOverflowError ex) {
				this.losses.add(TracedLoss.ATTRIBUTE, this.plan.function(), ex);
			}
		}
	}

	/** Ends the span, outside its scope. */
	void end() {
		try {
			this.span.end();
		}
		catch (RuntimeException | LinkageError ex) {
			// A processor of the application
			this.losses.add(TracedLoss.FAILED, this.plan.function(), ex);
		}
	}

}
