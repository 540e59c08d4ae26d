// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;

/**
 * Finds the convention of an observation by the type of its context. Steps 2 and 6 of a
 * request, on the thread that observes.
 */
final class SpanConventions {

	/**
	 * Applications have tens of types; thousands mean that types are made at run time.
	 */
	private static final int MAX_TYPES = 1000;

	private final List<SpanConvention<?>> conventions;

	private final SpanConvention<Observation.Context> plain = new PlainConvention();

	private final Map<Class<?>, SpanConvention<Observation.Context>> known = new ConcurrentHashMap<>();

	/**
	 * Creates the list.
	 * @param conventions conventions, the more specific type first
	 */
	SpanConventions(List<SpanConvention<?>> conventions) {
		this.conventions = List.copyOf(conventions);
	}

	SpanConvention<Observation.Context> of(Observation.Context context) {
		SpanConvention<Observation.Context> convention = this.known.get(context.getClass());
		return (convention != null) ? convention : find(context.getClass());
	}

	private SpanConvention<Observation.Context> find(Class<?> type) {
		SpanConvention<Observation.Context> found = this.plain;
		for (SpanConvention<?> convention : this.conventions) {
			if (convention.contextType().isAssignableFrom(type)) {
				found = cast(convention);
				break;
			}
		}
		if (this.known.size() < MAX_TYPES) {
			this.known.put(type, found);
		}
		return found;
	}

	@SuppressWarnings("unchecked")
	private static SpanConvention<Observation.Context> cast(SpanConvention<?> convention) {
		return (SpanConvention<Observation.Context>) convention;
	}

}
