// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import dev.observability.tracing.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * {@link JobTracing} on {@link Tracing}. Step 6 of a request, on any thread.
 */
final class ManualJobs implements JobTracing {

	private final Tracing tracing;

	private final @Nullable JobRuns runs;

	/**
	 * Creates it.
	 * @param tracing makes the spans
	 * @param runs begins the runs, or {@code null} where jobs are switched off
	 */
	ManualJobs(Tracing tracing, @Nullable JobRuns runs) {
		this.tracing = tracing;
		this.runs = runs;
	}

	@Override
	public JobSpec job(String name) {
		return new ManualJob(this.tracing.span(name), this.runs, name);
	}

}
