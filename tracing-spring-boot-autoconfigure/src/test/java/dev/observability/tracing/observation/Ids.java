// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

/**
 * Keys of the MDC, in one place.
 */
final class Ids {

	static final String TRACE_ID = "traceId";

	static final String SPAN_ID = "spanId";

	private Ids() {
	}

}
