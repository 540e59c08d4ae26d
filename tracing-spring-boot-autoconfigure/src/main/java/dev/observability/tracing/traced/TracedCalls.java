// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Collection;
import java.util.function.Supplier;

import dev.observability.tracing.job.JobRun;
import dev.observability.tracing.propagation.Launch;
import dev.observability.tracing.propagation.Schedule;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Starts the span of a call. Step 6 of a request, on the thread that calls, or
 * subscribes; never throws.
 */
final class TracedCalls {

	/** Name of the instrumentation scope. */
	static final String SCOPE = "dev.observability.tracing.traced";

	private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

	private final Supplier<Tracer> tracer;

	private final @Nullable TracedJobs jobs;

	private final TracedLosses losses;

	/**
	 * Creates it.
	 * @param tracer makes the spans
	 * @param jobs begins jobs, or {@code null} where they are switched off
	 * @param losses where failures are counted
	 */
	TracedCalls(Supplier<Tracer> tracer, @Nullable TracedJobs jobs, TracedLosses losses) {
		this.tracer = tracer;
		this.jobs = jobs;
		this.losses = losses;
	}

	/**
	 * Starts a call.
	 * @param plan what is known of the method
	 * @param bean the bean
	 * @param arguments its arguments
	 * @param parent context that the call happens in
	 * @return the call, which must be ended
	 */
	TracedCall start(TracedPlan plan, @Nullable Object bean, @Nullable Object[] arguments, Context parent) {
		TracedCallContext values = plan.looksAtCall() ? new TracedCallContext(plan.parameters(), arguments, bean, null)
				: null;
		Span span = Span.getInvalid();
		Context context = parent;
		JobRun run = null;
		boolean observed = TracedJobs.isObserved(plan, parent);
		try {
			Context base = observed ? parent : base(plan, values, parent);
			span = observed ? Span.fromContext(parent) : builder(plan, values, parent, base).startSpan();
			context = plan.launch() ? Launch.begins(base.with(span)) : base.with(span);
			if (span.isRecording()) {
				span.setAttribute(FUNCTION, plan.function());
				setArguments(plan, values, span);
				setLinks(plan, values, span);
			}
			run = run(plan, values, span);
			context = (run != null) ? run.in(context) : context;
		}
		catch (Throwable ex) {
			this.losses.add(TracedLoss.FAILED, plan.function(), ex);
		}
		return new TracedCall(plan, span, context, values, observed, run, this.losses);
	}

	private @Nullable JobRun run(TracedPlan plan, @Nullable TracedCallContext values, Span span) {
		TracedJobPlan job = plan.job();
		return (job != null && values != null && this.jobs != null)
				? this.jobs.start(job, values, span, this.losses, plan.function()) : null;
	}

	// A run that was queued by another trace has what that one had
	private Context base(TracedPlan plan, @Nullable TracedCallContext values, Context parent) {
		TracedJobPlan job = plan.job();
		if (job == null || !job.hasTrigger() || values == null || this.jobs == null) {
			return parent;
		}
		return this.jobs.stored(job.trigger(values, (ex) -> this.losses.add(TracedLoss.LINK, plan.function(), ex)));
	}

	private SpanBuilder builder(TracedPlan plan, @Nullable TracedCallContext values, Context parent, Context base) {
		SpanBuilder builder = this.tracer.get().spanBuilder(plan.name()).setSpanKind(plan.kind());
		if (plan.newRoot() || base != parent) {
			// With what else there is, such as the correlation id
			builder.setParent(base.with(Span.getInvalid()));
			SpanContext origin = Span.fromContext(base).getSpanContext();
			if (origin.isValid()) {
				Schedule.worked(Context.current());
				builder.addLink(origin);
			}
		}
		else {
			builder.setParent(parent);
		}
		return builder;
	}

	private void setArguments(TracedPlan plan, @Nullable TracedCallContext values, Span span) {
		if (values == null) {
			return;
		}
		for (TracedAttribute attribute : plan.arguments()) {
			try {
				attribute.set(span, values);
			}
			catch (Throwable ex) {
				this.losses.add(TracedLoss.ATTRIBUTE, plan.function(), ex);
			}
		}
	}

	// When the span is there: whether it is recorded tells whether they are needed
	private void setLinks(TracedPlan plan, @Nullable TracedCallContext values, Span span) {
		if (values == null) {
			return;
		}
		for (TracedExpression link : plan.links()) {
			try {
				linkAll(span, link.evaluate(values.withRoot(-1)));
			}
			catch (Throwable ex) {
				this.losses.add(TracedLoss.LINK, plan.function(), ex);
			}
		}
	}

	private static void linkAll(Span span, @Nullable Object value) {
		if (value == null) {
			return;
		}
		if (value instanceof Collection<?> several) {
			several.forEach((one) -> linkAll(span, one));
		}
		else if (value instanceof Object[] several) {
			for (Object one : several) {
				linkAll(span, one);
			}
		}
		else if (value instanceof SpanContext context) {
			link(span, context);
		}
		else if (value instanceof Span other) {
			link(span, other.getSpanContext());
		}
		else {
			throw new IllegalArgumentException("No span: " + ObjectUtils.nullSafeClassName(value));
		}
	}

	private static void link(Span span, SpanContext context) {
		if (context.isValid()) {
			Schedule.worked(Context.current());
			span.addLink(context);
		}
	}

}
