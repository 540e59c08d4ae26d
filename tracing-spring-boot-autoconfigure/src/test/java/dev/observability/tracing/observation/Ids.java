// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

/**
 * Keys of the MDC, in one place.
 */
final class Ids {

	static final String TRACE_ID = "trace_id";

	static final String SPAN_ID = "span_id";

	private Ids() {
	}

}
