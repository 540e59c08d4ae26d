// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The names that the attributes of a JDBC span had before they became stable, for
 * {@code observability.tracing.semantic-conventions=both}. Source: semantic conventions
 * 1.24, database spans. Computed once per database and once per text, on the thread of
 * the first execution.
 */
enum FormerJdbcAttributes {

	/** Product, some with another word than today. */
	SYSTEM("db.system"),

	/** Database, without schema or instance. */
	NAME("db.name"),

	/** Text without literals and comments. */
	STATEMENT("db.statement"),

	/** Operation of a single statement, a batch not being one. */
	OPERATION("db.operation"),

	/** The table, when the statement names exactly one. */
	TABLE("db.sql.table"),

	/** The same, never of the conventions but written by hand in many applications. */
	TABLE_BY_HAND("db.table");

	private final AttributeKey<String> key;

	FormerJdbcAttributes(String name) {
		this.key = AttributeKey.stringKey(name);
	}

	AttributeKey<String> key() {
		return this.key;
	}

	static Attributes of(JdbcUrl url) {
		AttributesBuilder builder = Attributes.builder();
		builder.put(SYSTEM.key, url.system().formerValue());
		put(builder, NAME, database(url));
		return builder.build();
	}

	static Attributes of(SqlAnalysis analysis) {
		AttributesBuilder builder = Attributes.builder();
		put(builder, STATEMENT, analysis.text().isEmpty() ? null : analysis.text());
		put(builder, OPERATION, analysis.operation());
		put(builder, TABLE, analysis.collection());
		put(builder, TABLE_BY_HAND, analysis.collection());
		return builder.build();
	}

	// In PostgreSQL the schema follows the database, in SQL Server the instance precedes
	private static @Nullable String database(JdbcUrl url) {
		String namespace = url.namespace();
		int bar = (namespace != null) ? namespace.indexOf('|') : -1;
		if (namespace == null || bar < 0) {
			return namespace;
		}
		boolean last = url.system() == DatabaseSystem.SQL_SERVER;
		return last ? namespace.substring(bar + 1) : namespace.substring(0, bar);
	}

	private static void put(AttributesBuilder builder, FormerJdbcAttributes attribute, @Nullable String value) {
		if (value != null) {
			builder.put(attribute.key, value);
		}
	}

}
