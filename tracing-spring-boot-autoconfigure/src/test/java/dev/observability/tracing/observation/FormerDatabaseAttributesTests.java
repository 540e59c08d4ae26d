// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.r2dbc.proxy.observation.QueryContext;
import io.r2dbc.proxy.observation.QueryObservationConvention;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observations of databases with the older names beside today's.
 */
class FormerDatabaseAttributesTests {

	private static final ObservedSpans SPANS = new ObservedSpans("observability.tracing.semantic-conventions=both");

	@AfterAll
	static void close() {
		SPANS.close();
	}

	@ParameterizedTest
	@CsvSource({ "H2, h2", "PostgreSQL, postgresql", "Microsoft SQL Server, mssql", "Oracle Database, oracle",
			"Cloud Spanner, spanner", "Unheard, other_sql" })
	void aQueryHasTheProductInTheWordOfItsTime(String connection, String system) {
		SpanData span = query(connection, List.of("select 'secret'"));
		assertThat(ObservedSpans.attributes(span)).containsEntry("db.system", system)
			.containsEntry("db.operation", "SELECT")
			.containsEntry("db.operation.name", "SELECT")
			.containsKey("db.system.name")
			.hasSize(4);
		assertThat(span.toString()).doesNotContain("secret");
	}

	@Test
	void aBatchHasItsOperationAlone() {
		assertThat(ObservedSpans.attributes(query("H2", List.of("INSERT 1", "INSERT 2"))))
			.containsEntry("db.operation", "INSERT")
			.containsEntry("db.operation.name", "BATCH INSERT");
	}

	private static SpanData query(String connection, List<String> texts) {
		QueryContext query = new QueryContext();
		query.setConnectionName(connection);
		query.setThreadName("main");
		query.setQueries(texts);
		return SPANS.of(query, new QueryObservationConvention() {
		}, null);
	}

	@Test
	void aCommandOfMongoHasThem() {
		assertThat(ObservedSpans.attributes(SPANS.of(sender(), "spring.data.mongodb.command", "orders.find",
				"db.system", "mongodb", "db.operation", "find", "db.name", "shop", "db.mongodb.collection", "orders")))
			.containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name", "mongodb", "db.system", "mongodb",
					"db.namespace", "shop", "db.name", "shop", "db.collection.name", "orders", "db.mongodb.collection",
					"orders", "db.operation.name", "find", "db.operation", "find"));
	}

	@Test
	void aQueryOfCassandraHasThemWithoutItsText() {
		assertThat(ObservedSpans.attributes(SPANS.of(sender(), "spring.data.cassandra.query", "SELECT", "db.system",
				"cassandra", "db.name", "shop", "db.operation", "SELECT", "db.statement", "SELECT '4111'")))
			.containsExactlyInAnyOrderEntriesOf(
					Map.of("db.system.name", "cassandra", "db.system", "cassandra", "db.namespace", "shop", "db.name",
							"shop", "db.operation.name", "SELECT", "db.operation", "SELECT"));
	}

	@Test
	void aCommandOfRedisHasThem() {
		assertThat(ObservedSpans
			.attributes(SPANS.of(sender(), "lettuce", "get", "db.system", "redis", "db.operation", "GET")))
			.containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name", "redis", "db.system", "redis",
					"db.operation.name", "GET", "db.operation", "GET"));
	}

	@Test
	void whatIsNoDatabaseHasNone() {
		assertThat(ObservedSpans
			.attributes(
					SPANS.of(new Observation.Context(), "spring.batch.job", "job", "spring.batch.job.name", "import"))
			.keySet()).noneMatch((key) -> key.startsWith("db."));
	}

	private static Observation.Context sender() {
		return new SenderContext<>((carrier, key, value) -> {
		}, Kind.CLIENT);
	}

}
