// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

/**
 * Why a part of what came in or should go out was not passed on. A limit, and not a
 * mistake of the sender, where its name ends in {@code LIMIT}.
 */
enum PropagationLoss {

	/** More than one traceparent line; the trace restarts. */
	TRACEPARENT_REPEATED,

	/** A traceparent outside its grammar; the trace restarts. */
	TRACEPARENT_MALFORMED,

	/** A member of tracestate outside the grammar. */
	TRACESTATE_MALFORMED,

	/** A member of tracestate whose key stands further left, which is newer. */
	TRACESTATE_DUPLICATE,

	/** A member of tracestate beyond the number or the length that is passed on. */
	TRACESTATE_LIMIT,

	/** A member of baggage outside the grammar. */
	BAGGAGE_MALFORMED,

	/** A member of baggage that one with the same key follows. */
	BAGGAGE_DUPLICATE,

	/** A member of baggage beyond the number or the bytes that are passed on. */
	BAGGAGE_LIMIT,

	/** A member of baggage that holds a secret, by its key or its form. */
	BAGGAGE_SECRET,

	/** The rest of a header longer than what is looked at. */
	UNREAD_LIMIT,

	/** A context that was stored as text and is none. */
	TEXT_MALFORMED,

	/** The trace of a caller that is not trusted; a new one links to it. */
	TRACE_UNTRUSTED,

	/** The sampled flag of a caller that is not trusted and sets it too often. */
	SAMPLED_UNTRUSTED,

	/** A header of baggage from a caller that is not trusted. */
	BAGGAGE_UNTRUSTED,

	/** A header that its carrier did not give or take. */
	FAILED

}
