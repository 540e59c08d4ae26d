// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import org.jspecify.annotations.Nullable;

/**
 * Names of the response headers that step 5 of a request writes. Any thread; never
 * throws.
 *
 * @param correlationId header of the correlation id, or {@code null} for none
 * @param traceId header of the trace id alone, or {@code null} for none
 * @param serverTiming whether the trace goes out as a Server-Timing metric
 */
record CorrelationHeaders(@Nullable String correlationId, @Nullable String traceId, boolean serverTiming) {

	/** Defined by W3C Server Timing. */
	static final String SERVER_TIMING = "Server-Timing";

	static CorrelationHeaders of(CorrelationProperties properties) {
		return new CorrelationHeaders(properties.responseHeader() ? properties.header() : null,
				properties.traceIdResponseHeader(), properties.serverTiming());
	}

	/**
	 * Whether a header holds one of our ids, of which a response has one value only.
	 * @param name name of a header
	 * @return whether it is the correlation id's or the trace id's
	 */
	boolean isId(String name) {
		return name.equalsIgnoreCase(this.correlationId) || name.equalsIgnoreCase(this.traceId);
	}

}
