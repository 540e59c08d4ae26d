// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which traces to list: all that fulfil every part. Thread of the page.
 *
 * @param services names of services of which one took part; empty for any
 * @param name part of the name of a span, in any case; empty for any
 * @param failed whether a span failed, {@code null} for either
 * @param minNanos duration of the trace at least
 * @param maxNanos duration of the trace at most
 * @param attributes what spans have, each part by any span
 * @param idPrefix beginning of the trace id; empty for any
 * @param sort the order
 * @param limit number of traces at most
 * @since 0.1.0
 */
public record TraceQuery(Set<String> services, String name, @Nullable Boolean failed, long minNanos, long maxNanos,
		List<Attribute> attributes, String idPrefix, TraceSort sort, int limit) {

	/**
	 * An attribute that a span, or its resource, has.
	 *
	 * @param key its key
	 * @param value part of its value as text, in any case; {@code null} for any
	 */
	public record Attribute(String key, @Nullable String value) {
	}

}
