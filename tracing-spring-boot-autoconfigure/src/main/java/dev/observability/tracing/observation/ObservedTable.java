// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.stream.Stream;

import dev.observability.tracing.SemanticConventions;

/**
 * The table of what else Spring Boot 4.1 observes, beside HTTP: what each observation
 * means in the semantic conventions 1.44. Steps 4, 6 and 9 of a request, on the thread
 * that observes.
 * <p>
 * A row tells, for the name of an observation, the span's kind and name, the attributes
 * that are always there, and key value by key value the attribute that says it today. A
 * key value without a column passes unchanged. Left out are those that another attribute
 * says, and texts of queries, whose literals only the JDBC spans can mask.
 */
final class ObservedTable {

	/** Every row; order does not matter. */
	static final List<KeyValueConvention> ROWS = Stream
		.of(MessagingTable.ROWS, DatabaseTable.ROWS, CallTable.ROWS, TaskTable.ROWS)
		.flatMap(List::stream)
		.toList();

	private ObservedTable() {
	}

	/**
	 * Returns the rows for a choice of names.
	 * @param names whether the older names of databases are written too
	 * @return every row
	 */
	static List<KeyValueConvention> rows(SemanticConventions names) {
		if (!names.includesFormer()) {
			return ROWS;
		}
		return ROWS.stream()
			.map((row) -> DatabaseTable.ROWS.contains(row) ? row.and(FormerDatabaseAttributes.DETAIL) : row)
			.toList();
	}

}
