// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import dev.observability.tracing.ExpectedException;
import dev.observability.tracing.job.JobResult;
import dev.observability.tracing.job.JobRun;
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

	private final boolean observed;

	private final @Nullable JobRun run;

	private final TracedLosses losses;

	private final long started = System.nanoTime();

	/**
	 * Creates a call.
	 * @param plan what is known of the method
	 * @param span the span
	 * @param context that of the call
	 * @param values what expressions may use, or {@code null} where there are none
	 * @param observed whether the span is that of an observation, which ends it
	 * @param run the run, where the method is a job
	 * @param losses where failures are counted
	 */
	TracedCall(TracedPlan plan, Span span, Context context, @Nullable TracedCallContext values, boolean observed,
			@Nullable JobRun run, TracedLosses losses) {
		this.plan = plan;
		this.span = span;
		this.context = context;
		this.values = values;
		this.observed = observed;
		this.run = run;
		this.losses = losses;
	}

	Context context() {
		return this.context;
	}

	Scope open() {
		try {
			return CurrentContext.open(this.context);
		}
		catch (Throwable ex) {
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
		catch (Throwable ex) {
			this.losses.add(TracedLoss.FAILED, this.plan.function(), ex);
		}
	}

	/**
	 * Notes how the call went, inside its scope.
	 * @param result what it returned or completed with
	 * @param error what it threw, or {@code null}
	 */
	void finish(@Nullable Object result, @Nullable Throwable error) {
		Throwable failure = (error != null && !this.plan.expected().contains(error)) ? error : null;
		try {
			if (this.span.isRecording() && !this.observed) {
				describe(result, error, failure);
			}
		}
		catch (Throwable ex) {
			this.losses.add(TracedLoss.FAILED, this.plan.function(), ex);
		}
		finally {
			measure((failure != null) ? JobResult.FAILED : JobResult.COMPLETED, failure);
		}
	}

	private void describe(@Nullable Object result, @Nullable Throwable error, @Nullable Throwable failure) {
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

	/** Notes that nobody waits any more, inside its scope. There is no result then. */
	void cancel() {
		measure(JobResult.CANCELLED, null);
	}

	private void measure(JobResult how, @Nullable Throwable failure) {
		try {
			if (this.run != null) {
				this.run.end(how);
			}
			this.plan.timer().record(System.nanoTime() - this.started, failure);
		}
		catch (Throwable ex) {
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
			catch (Throwable ex) {
				this.losses.add(TracedLoss.ATTRIBUTE, this.plan.function(), ex);
			}
		}
	}

	/**
	 * Closes the scope of this call and ends the span, whatever happens.
	 * @param scope the scope
	 */
	void leave(Scope scope) {
		try {
			close(scope);
		}
		finally {
			end();
		}
	}

	private void end() {
		if (this.observed) {
			return;
		}
		try {
			this.span.end();
		}
		catch (Throwable ex) {
			// A processor of the application
			this.losses.add(TracedLoss.FAILED, this.plan.function(), ex);
		}
	}

}
