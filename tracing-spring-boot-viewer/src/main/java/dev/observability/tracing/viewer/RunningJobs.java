// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.job.JobRun;
import dev.observability.tracing.job.JobWatch;
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.RunningJob;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of this application that have not ended. Told on the threads that run them,
 * step 6 of a request; asked on those of the page or of the capture.
 */
final class RunningJobs implements JobWatch {

	/** Further ones are not shown. */
	private static final int MAX_JOBS = 1000;

	private final Set<JobRun> runs = ConcurrentHashMap.newKeySet();

	private final String service;

	private final Runnable changed;

	private final RecordMask mask;

	/**
	 * Creates it.
	 * @param service name of the service
	 * @param changed called when a job began or ended
	 * @param mask the rules
	 */
	RunningJobs(String service, Runnable changed, RecordMask mask) {
		this.mask = mask;
		this.service = service;
		this.changed = changed;
	}

	@Override
	public void started(JobRun run) {
		if (run.span().getSpanContext().isSampled() && this.runs.size() < MAX_JOBS) {
			this.runs.add(run);
			this.changed.run();
		}
	}

	@Override
	public void ended(JobRun run) {
		if (this.runs.remove(run)) {
			this.changed.run();
		}
	}

	/**
	 * Returns those that run now.
	 * @return the one that began first stands first
	 */
	List<RunningJob> list() {
		List<RunningJob> jobs = new ArrayList<>();
		for (JobRun run : this.runs) {
			TraceId trace = TraceId.parse(run.span().getSpanContext().getTraceId());
			if (trace != null) {
				jobs.add(job(run, trace));
			}
		}
		jobs.sort(Comparator.comparingLong(RunningJob::startNanos));
		return jobs;
	}

	private RunningJob job(JobRun run, TraceId trace) {
		return new RunningJob(trace, TraceId.parseSpanId(run.span().getSpanContext().getSpanId()), this.service,
				masked(run.facts().name()), maskedIfAny(run.facts().id()),
				TimeUnit.MILLISECONDS.toNanos(run.startEpochMillis()), run.percent(), maskedIfAny(run.message()),
				run.facts().attempt(), maskedIfAny(run.facts().workerName()));
	}

	private @Nullable String maskedIfAny(@Nullable String text) {
		return (text != null) ? masked(text) : null;
	}

	private String masked(String text) {
		return this.mask.text(text, RunningJob.MAX_TEXT);
	}

}
