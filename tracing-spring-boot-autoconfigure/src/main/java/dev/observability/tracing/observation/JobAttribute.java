// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of batch jobs, all ours: the semantic conventions have none. Step 6 of a request.
 */
enum JobAttribute {

	/** Name of the job. Ours. */
	NAME("job.name"),

	/** Id of this run of the job. Ours. */
	ID("job.id"),

	/** How the run ended, such as {@code COMPLETED} or {@code FAILED}. Ours. */
	RESULT("job.result"),

	/** Name of the step. Ours. */
	STEP_NAME("job.step.name"),

	/** Id of this run of the step. Ours. */
	STEP_ID("job.step.id"),

	/** How the run of the step ended. Ours. */
	STEP_RESULT("job.step.result");

	private final AttributeKey<String> key;

	JobAttribute(String name) {
		this.key = AttributeKey.stringKey(name);
	}

	AttributeKey<String> key() {
		return this.key;
	}

}
