// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of jobs, all ours but that of the user: the semantic conventions have none for
 * jobs. Step 6 of a request.
 */
enum JobAttribute {

	/** Name of the job. */
	NAME(AttributeKey.stringKey("job.name")),

	/** Group of jobs. */
	NAMESPACE(AttributeKey.stringKey("job.namespace")),

	/** Id of this run. */
	ID(AttributeKey.stringKey("job.id")),

	/** Priority, in the application's own measure. */
	PRIORITY(AttributeKey.longKey("job.priority")),

	/** When the run was due, as ISO 8601 in UTC. */
	SCHEDULED_AT(AttributeKey.stringKey("job.scheduled_at")),

	/** How much later it began, in seconds. */
	SCHEDULE_DELAY(AttributeKey.doubleKey("job.schedule.delay")),

	/** Id of the worker. */
	WORKER_ID(AttributeKey.stringKey("job.worker.id")),

	/** Name of the worker. */
	WORKER_NAME(AttributeKey.stringKey("job.worker.name")),

	/** Number of this attempt, from 1. */
	ATTEMPT(AttributeKey.longKey("job.attempt")),

	/** For whom it runs, hashed: group {@code user} of the semantic conventions. */
	USER_HASH(AttributeKey.stringKey("user.hash")),

	/** How much is done, in percent: of the event, and in the end of the span. */
	PROGRESS(AttributeKey.doubleKey("job.progress")),

	/** What is being done, of the event. */
	PROGRESS_MESSAGE(AttributeKey.stringKey("job.progress.message")),

	/** How the run ended: a {@link JobResult} in lower case, or what the job said. */
	RESULT(AttributeKey.stringKey("job.result"));

	private final AttributeKey<?> key;

	JobAttribute(AttributeKey<?> key) {
		this.key = key;
	}

	@SuppressWarnings("unchecked")
	AttributeKey<String> text() {
		return (AttributeKey<String>) this.key;
	}

	@SuppressWarnings("unchecked")
	AttributeKey<Long> number() {
		return (AttributeKey<Long>) this.key;
	}

	@SuppressWarnings("unchecked")
	AttributeKey<Double> fraction() {
		return (AttributeKey<Double>) this.key;
	}

}
