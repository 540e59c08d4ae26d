// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

/**
 * An answer that is no success, or one whose body is not of OTLP. For the SDK's
 * exporters, which hide the status of an answer behind a type that is not of their API.
 * No stack trace: nobody reads it.
 */
final class AnswerException extends RuntimeException {

	private final SendOutcome outcome;

	AnswerException(SendOutcome outcome) {
		super((outcome.failure() != null) ? outcome.failure().text() : "taken", null, false, false);
		this.outcome = outcome;
	}

	SendOutcome outcome() {
		return this.outcome;
	}

}
