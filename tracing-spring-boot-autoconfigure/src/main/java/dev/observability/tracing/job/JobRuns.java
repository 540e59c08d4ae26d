// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import dev.observability.tracing.redaction.KeyedHash;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * Begins runs of jobs. Step 6 of a request, on the thread that runs the job.
 *
 * @since 0.1.0
 */
public final class JobRuns {

	private static final String OTHER = "other";

	private final Supplier<@Nullable MeterRegistry> registry;

	private final Supplier<KeyedHash> users;

	private final JobWatch watch;

	private final IntSupplier eventsOfSpan;

	private final IntSupplier maxJobs;

	private final Map<Job, JobSeries> series = new ConcurrentHashMap<>();

	/**
	 * Creates the runs of an application.
	 * @param registry gives the meters, or {@code null} where there are none
	 * @param users gives what hashes ids of users
	 * @param watch told of every run
	 * @param eventsOfSpan gives how many events a span keeps
	 * @param maxJobs gives how many jobs have meters of their own; further ones share
	 * those called {@code other}
	 */
	JobRuns(Supplier<@Nullable MeterRegistry> registry, Supplier<KeyedHash> users, JobWatch watch,
			IntSupplier eventsOfSpan, IntSupplier maxJobs) {
		this.registry = registry;
		this.users = users;
		this.watch = watch;
		this.eventsOfSpan = eventsOfSpan;
		this.maxJobs = maxJobs;
	}

	/**
	 * Begins a run.
	 * @param facts what is known of it
	 * @param span its span, recorded or not
	 * @return the run, which must be ended
	 */
	public JobRun start(JobFacts facts, Span span) {
		if (facts.userId() != null && span.isRecording()) {
			span.setAttribute(JobAttribute.USER_HASH.text(), this.users.get().of(facts.userId()));
		}
		// The other half is for what else happens, such as the error
		int maxEvents = Math.min(JobRun.MAX_EVENTS, this.eventsOfSpan.getAsInt() / 2);
		return new JobRun(facts, span, series(new Job(facts.name(), facts.namespace())), this.watch, maxEvents,
				System::nanoTime);
	}

	private JobSeries series(Job job) {
		JobSeries known = this.series.get(job);
		if (known != null) {
			return known;
		}
		// Two threads at once may make one more; that is bound enough
		Job bounded = (this.series.size() < this.maxJobs.getAsInt()) ? job : new Job(OTHER, OTHER);
		return this.series.computeIfAbsent(bounded,
				(key) -> new JobSeries(this.registry.get(), key.name(), key.namespace()));
	}

	/**
	 * What tells jobs apart.
	 *
	 * @param name name
	 * @param namespace group, or empty
	 */
	private record Job(String name, String namespace) {
	}

}
