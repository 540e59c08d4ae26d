// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import dev.observability.tracing.SemanticConventions;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/**
 * One database that statements go to, with the attributes that all its spans share and
 * the statements that it has seen. Step 6 of a request; any thread.
 */
final class DatabaseTarget {

	private final DatabaseSystem system;

	private final Attributes attributes;

	private final String fallbackName;

	private final int maxQueryLength;

	private final SemanticConventions conventions;

	private final QueryCache queries;

	DatabaseTarget(JdbcUrl url, int maxQueryLength, int cachedQueries, SemanticConventions conventions) {
		this.system = url.system();
		this.maxQueryLength = maxQueryLength;
		this.conventions = conventions;
		this.queries = new QueryCache(cachedQueries, maxQueryLength, this::analyze);
		AttributesBuilder builder = Attributes.builder();
		builder.put(JdbcAttributes.SYSTEM.string(), url.system().value());
		String name = url.system().value();
		if (url.address() != null) {
			builder.put(JdbcAttributes.SERVER_ADDRESS.string(), url.address());
			name = (url.port() != 0) ? url.address() + ":" + url.port() : url.address();
			if (url.port() != 0) {
				builder.put(JdbcAttributes.SERVER_PORT.number(), (long) url.port());
			}
		}
		if (url.namespace() != null) {
			builder.put(JdbcAttributes.NAMESPACE.string(), url.namespace());
			name = url.namespace();
		}
		if (conventions.includesFormer()) {
			builder.putAll(FormerJdbcAttributes.of(url));
		}
		this.attributes = builder.build();
		this.fallbackName = SqlSummaryText.bounded(name);
	}

	TracedQuery query(String sql) {
		return this.queries.get(sql);
	}

	TracedQuery batch(SqlBatch batch) {
		TracedQuery first = query(batch.first());
		return batch.uniform() ? first.batch() : mixed(batch);
	}

	DatabaseSystem system() {
		return this.system;
	}

	// Lookups that found nothing; grows for ever when the cache is too small.
	long cacheMisses() {
		return this.queries.misses();
	}

	private TracedQuery analyze(String sql) {
		SqlAnalysis analysis = SqlAnalysis.of(sql, this.system.quoting(), this.maxQueryLength);
		return new TracedQuery(this.attributes, this.fallbackName, analysis, this.conventions);
	}

	// Statements that differ are told by their texts, up to the length of one.
	private TracedQuery mixed(SqlBatch batch) {
		StringBuilder text = new StringBuilder();
		String summary = null;
		boolean sameSummary = true;
		String previous = "";
		for (String sql : batch.statements()) {
			SqlAnalysis analysis = query(sql).analysis();
			summary = (summary != null) ? summary : analysis.summary();
			sameSummary &= analysis.summary() != null && analysis.summary().equals(summary);
			if (text.length() < this.maxQueryLength && !analysis.text().equals(previous)) {
				text.append(text.isEmpty() ? "" : "; ").append(analysis.text());
			}
			previous = analysis.text();
		}
		SqlAnalysis first = query(batch.first()).analysis();
		SqlAnalysis same = (sameSummary && batch.complete()) ? first : SqlAnalysis.NONE;
		String bounded = SqlAnalysis.cut(text.toString(), this.maxQueryLength);
		return new TracedQuery(this.attributes, this.fallbackName, same.withText(bounded), this.conventions).batch();
	}

}
