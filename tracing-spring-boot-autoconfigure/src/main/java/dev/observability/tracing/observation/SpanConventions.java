// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the convention of an observation: by the type of its context, or else by its name
 * or the name of that type in the table. Steps 2 and 6 of a request, on the thread that
 * observes.
 */
final class SpanConventions {

	/**
	 * Applications have tens of types; thousands mean that types are made at run time.
	 */
	private static final int MAX_TYPES = 1000;

	private final List<SpanConvention<?>> conventions;

	private final SpanConvention<Observation.Context> plain = new PlainConvention();

	private final Map<String, SpanConvention<Observation.Context>> tableByName = new HashMap<>();

	private final Map<String, SpanConvention<Observation.Context>> tableByType = new HashMap<>();

	private final Map<Class<?>, Found> known = new ConcurrentHashMap<>();

	/**
	 * Creates the list, followed by the table of what else Spring Boot observes.
	 * @param conventions conventions, the more specific type first
	 */
	SpanConventions(List<SpanConvention<?>> conventions) {
		this(conventions, ObservedTable.ROWS);
	}

	SpanConventions(List<SpanConvention<?>> conventions, List<KeyValueConvention> table) {
		this.conventions = List.copyOf(conventions);
		for (KeyValueConvention row : table) {
			this.tableByName.put(row.observationName(), row);
			String type = row.contextTypeName();
			if (type != null) {
				this.tableByType.putIfAbsent(type, row);
			}
		}
	}

	SpanConvention<Observation.Context> of(Observation.Context context) {
		Found found = this.known.get(context.getClass());
		if (found == null) {
			found = find(context.getClass());
		}
		return found.byType ? found.convention : byName(context.getName(), found.convention);
	}

	private SpanConvention<Observation.Context> byName(@Nullable String name,
			SpanConvention<Observation.Context> otherwise) {
		SpanConvention<Observation.Context> row = this.tableByName.get(name);
		return (row != null) ? row : otherwise;
	}

	private Found find(Class<?> type) {
		Found found = search(type);
		if (this.known.size() < MAX_TYPES) {
			this.known.put(type, found);
		}
		return found;
	}

	private Found search(Class<?> type) {
		for (SpanConvention<?> convention : this.conventions) {
			if (convention.contextType().isAssignableFrom(type)) {
				return new Found(cast(convention), true);
			}
		}
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			SpanConvention<Observation.Context> row = this.tableByType.get(each.getName());
			if (row != null) {
				return new Found(row, false);
			}
		}
		return new Found(this.plain, false);
	}

	@SuppressWarnings("unchecked")
	private static SpanConvention<Observation.Context> cast(SpanConvention<?> convention) {
		return (SpanConvention<Observation.Context>) convention;
	}

	/**
	 * What is known of a type of context.
	 *
	 * @param convention the convention, whatever the observation's name when
	 * {@code byType}, else for names that the table does not have
	 * @param byType whether the type alone decides
	 */
	private record Found(SpanConvention<Observation.Context> convention, boolean byType) {
	}

}
