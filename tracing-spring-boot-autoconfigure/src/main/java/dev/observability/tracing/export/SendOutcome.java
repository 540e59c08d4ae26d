// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt to send spans. Step 10 of a request, threads of the sender.
 *
 * @param failure why they were not taken, {@code null} where they were
 * @param rejectedSpans how many of what was taken the collector did not accept
 * @param retryable whether the same spans may be taken later
 * @param retryAfter how long the collector wants to be left alone, zero where it says
 * nothing
 * @param kept whether they wait on disk instead
 */
record SendOutcome(@Nullable ExportFailure failure, long rejectedSpans, boolean retryable, Duration retryAfter,
		boolean kept) {

	static SendOutcome taken(long rejectedSpans) {
		return new SendOutcome(null, rejectedSpans, false, Duration.ZERO, false);
	}

	/**
	 * They are lost, whoever sends them again.
	 * @param failure why
	 * @return the outcome
	 */
	static SendOutcome lost(ExportFailure failure) {
		return new SendOutcome(failure, 0, false, Duration.ZERO, false);
	}

	/**
	 * They may be sent again.
	 * @param failure why they were not taken
	 * @param retryAfter what the collector asks for, zero where it says nothing
	 * @return the outcome
	 */
	static SendOutcome later(ExportFailure failure, Duration retryAfter) {
		return new SendOutcome(failure, 0, true, retryAfter, false);
	}

	/**
	 * The outcome of an attempt that ended with an exception. A connection or an answer
	 * that was missing may be there later; so may a certificate.
	 * @param failure the exception
	 * @return the outcome
	 */
	static SendOutcome of(Throwable failure) {
		if (failure instanceof AnswerException answer) {
			return answer.outcome();
		}
		ExportFailure reason = ExportFailure.of(failure);
		boolean passing = reason.reason() == LossReason.UNREACHABLE || reason.reason() == LossReason.TIMEOUT;
		return passing ? later(reason, Duration.ZERO) : lost(reason);
	}

	/**
	 * They wait on disk.
	 * @param failure why they were not taken
	 * @return the outcome
	 */
	static SendOutcome kept(ExportFailure failure) {
		return new SendOutcome(failure, 0, false, Duration.ZERO, true);
	}

	boolean isTaken() {
		return this.failure == null;
	}

}
