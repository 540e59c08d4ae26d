// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

/**
 * What is observed.
 */
public enum ObservationKind {

	/** A request as Spring's filter observes it, without a caller's trace. */
	SERVER,

	/** An observation with one key value below that of a request. */
	NESTED

}
