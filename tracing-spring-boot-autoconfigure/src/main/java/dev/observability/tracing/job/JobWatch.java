// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

/**
 * Told of the runs of jobs while they run; each bean of this type is. Step 6 of a
 * request, on the threads that run the jobs: it must return at once. What it throws
 * reaches nobody.
 *
 * @since 0.1.0
 */
public interface JobWatch {

	/**
	 * A run has begun.
	 * @param run the run, which tells its progress while it runs
	 */
	void started(JobRun run);

	/**
	 * A run has ended.
	 * @param run that run
	 */
	void ended(JobRun run);

}
