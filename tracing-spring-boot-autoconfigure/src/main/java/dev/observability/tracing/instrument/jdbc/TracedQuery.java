// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import dev.observability.tracing.SemanticConventions;
import dev.observability.tracing.prepared.PreparedAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the span of one SQL text says, ready to be put on it. Made once per text, on the
 * thread of its first execution; read by any thread.
 */
final class TracedQuery {

	private final Attributes database;

	private final String fallbackName;

	private final SqlAnalysis analysis;

	/** Older names, empty without them; a batch has those of its statement. */
	private final Attributes former;

	private final String name;

	private final PreparedAttributes attributes;

	private volatile @Nullable TracedQuery batch;

	TracedQuery(Attributes database, String fallbackName, SqlAnalysis analysis, SemanticConventions conventions) {
		this(database, fallbackName, analysis,
				conventions.includesFormer() ? FormerJdbcAttributes.of(analysis) : Attributes.empty());
	}

	private TracedQuery(Attributes database, String fallbackName, SqlAnalysis analysis, Attributes former) {
		this.database = database;
		this.fallbackName = fallbackName;
		this.analysis = analysis;
		this.former = former;
		this.name = (analysis.summary() != null) ? analysis.summary() : fallbackName;
		AttributesBuilder builder = database.toBuilder();
		put(builder, JdbcAttributes.QUERY_TEXT, analysis.text().isEmpty() ? null : analysis.text());
		put(builder, JdbcAttributes.QUERY_SUMMARY, analysis.summary());
		put(builder, JdbcAttributes.OPERATION, analysis.operation());
		put(builder, JdbcAttributes.COLLECTION, analysis.collection());
		put(builder, JdbcAttributes.STORED_PROCEDURE, analysis.procedure());
		this.attributes = PreparedAttributes.of(builder.putAll(former).build());
	}

	// Name of the span, at most 255 characters.
	String name() {
		return this.name;
	}

	PreparedAttributes attributes() {
		return this.attributes;
	}

	SqlAnalysis analysis() {
		return this.analysis;
	}

	// The same text, sent as a batch.
	TracedQuery batch() {
		TracedQuery result = this.batch;
		if (result == null) {
			result = new TracedQuery(this.database, this.fallbackName, this.analysis.asBatch(), this.former);
			this.batch = result;
		}
		return result;
	}

	private static void put(AttributesBuilder builder, JdbcAttributes attribute, @Nullable String value) {
		if (value != null) {
			builder.put(attribute.string(), value);
		}
	}

}
