// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one run of a job before it begins. Step 6 of a request, on the thread
 * that runs the job.
 *
 * @param name name of the job, of low cardinality
 * @param namespace group of jobs, or empty
 * @param id id of this run
 * @param priority priority, in the application's own measure
 * @param scheduledAt when the run was due
 * @param workerId id of the worker
 * @param workerName name of the worker
 * @param attempt number of this attempt, from 1
 * @param userId for whom it runs, which leaves hashed only
 * @since 0.1.0
 */
public record JobFacts(String name, String namespace, @Nullable String id, @Nullable Long priority,
		@Nullable Instant scheduledAt, @Nullable String workerId, @Nullable String workerName, @Nullable Long attempt,
		@Nullable String userId) {

	@Override
	public String toString() {
		return "JobFacts{name=" + this.name + ", namespace=" + this.namespace + ", id=" + this.id + '}';
	}

}
