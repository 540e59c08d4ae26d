// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

/**
 * What became of a header that asks for a request to be recorded.
 */
enum ForcedOutcome {

	/** The request is recorded. */
	ACCEPTED("the request is recorded"),

	/** Not of the form, or more than one. */
	MALFORMED("it is not of the form 'expiry.signature', or there are several"),

	/** Its expiry has passed. */
	EXPIRED("its expiry has passed"),

	/** Its expiry is further ahead than is allowed. */
	TOO_FAR("its expiry is further ahead than max-validity, or a clock is wrong"),

	/** Signed with another secret, for another path or for another expiry. */
	SIGNATURE("its signature is not that of this path and expiry by the secret"),

	/** One more than are allowed in a second. */
	BUDGET("there were more than per-second in this second");

	private final String text;

	ForcedOutcome(String text) {
		this.text = text;
	}

	String text() {
		return this.text;
	}

}
