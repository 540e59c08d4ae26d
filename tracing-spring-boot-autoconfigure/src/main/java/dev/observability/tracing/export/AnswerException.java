// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

/**
 * An answer that is no success, or one whose body is not of OTLP. Made by our senders,
 * because the SDK hides the status of an answer behind a type that is not of its API. No
 * stack trace: nobody reads it.
 */
final class AnswerException extends RuntimeException {

	private final LossReason reason;

	AnswerException(LossReason reason, String text) {
		super(text, null, false, false);
		this.reason = reason;
	}

	ExportFailure failure() {
		return new ExportFailure(this.reason, String.valueOf(getMessage()));
	}

}
