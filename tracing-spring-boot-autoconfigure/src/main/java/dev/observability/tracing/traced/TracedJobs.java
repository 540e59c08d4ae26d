// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import dev.observability.tracing.job.JobRun;
import dev.observability.tracing.job.JobRuns;
import dev.observability.tracing.propagation.ContextTexts;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

/**
 * What makes the call of a method the run of a job. Step 6 of a request, on the thread
 * that runs the job.
 */
final class TracedJobs {

	private final JobRuns runs;

	private final ObjectProvider<ContextTexts> texts;

	TracedJobs(JobRuns runs, ObjectProvider<ContextTexts> texts) {
		this.runs = runs;
		this.texts = texts;
	}

	/**
	 * Whether the span of the run is there already: that of Spring's observation of a
	 * scheduled method, which nobody else calls in between.
	 * @param plan what is known of the method
	 * @param parent context that the call happens in
	 * @return whether its span is the one
	 */
	static boolean isObserved(TracedPlan plan, Context parent) {
		if (plan.job() == null || !plan.scheduled() || !Span.fromContext(parent).getSpanContext().isValid()) {
			return false;
		}
		Observation observation = ObservationThreadLocalAccessor.getInstance().getValue();
		return observation != null && observation.getContextView() instanceof ScheduledTaskObservationContext task
				&& plan.function()
					.equals(ClassUtils.getUserClass(task.getTargetClass()).getName() + "."
							+ task.getMethod().getName());
	}

	/**
	 * Returns what the trace had that queued a run.
	 * @param trigger its stored text; malformed is none
	 * @return a context with its span and its correlation id
	 */
	Context stored(@Nullable String trigger) {
		return this.texts.getIfAvailable(ContextTexts::defaults).read(trigger);
	}

	JobRun start(TracedJobPlan plan, TracedCallContext values, Span span, TracedLosses losses, String function) {
		return this.runs.start(
				plan.facts(values, span.isRecording(), (ex) -> losses.add(TracedLoss.ATTRIBUTE, function, ex)), span);
	}

}
