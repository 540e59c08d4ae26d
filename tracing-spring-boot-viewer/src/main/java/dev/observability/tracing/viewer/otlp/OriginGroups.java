// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.Origin;

/**
 * Groups spans or log lines by who said them, in the order in which each origin first
 * appears. The thread of the request.
 *
 * @param <T> spans or log lines
 */
final class OriginGroups<T> {

	private final Map<Fields, Map<Origin, List<T>>> resources = new LinkedHashMap<>();

	OriginGroups(Collection<T> items, Function<T, Origin> origin) {
		// Most have the very same origin, and to compare attributes takes time
		Map<Origin, List<T>> known = new IdentityHashMap<>();
		for (T item : items) {
			known.computeIfAbsent(origin.apply(item), this::group).add(item);
		}
	}

	private List<T> group(Origin origin) {
		return this.resources.computeIfAbsent(origin.resource(), (resource) -> new LinkedHashMap<>())
			.computeIfAbsent(origin, (scope) -> new ArrayList<>());
	}

	/**
	 * Returns the resources, each with its scopes, each with its items.
	 * @return in the order of their first appearance
	 */
	Map<Fields, Map<Origin, List<T>>> resources() {
		return this.resources;
	}

}
