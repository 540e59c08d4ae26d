// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

/**
 * What becomes of the trace that a caller sends, the more trusting first.
 */
enum InboundPolicy {

	/** It goes on, with its sampled flag and its baggage. */
	CONTINUE,

	/** It goes on, without its baggage; this application decides what is recorded. */
	IGNORE_SAMPLED,

	/** A new one begins that links to it. */
	RESTART_WITH_LINK;

	InboundPolicy stricter(InboundPolicy other) {
		return (compareTo(other) >= 0) ? this : other;
	}

}
