// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@link ObservedTable} for databases: R2DBC, Redis, MongoDB, Cassandra, Neo4j.
 * Step 6 of a request, on the thread that calls.
 */
final class DatabaseTable {

	private static final String MONGO = "com.mongodb.observability.micrometer.MongodbObservationContext";

	private static final String NEO4J = "org.neo4j.driver.observation.micrometer.";

	private static final int REDIS_PORT = 6379;

	private static final int MONGODB_PORT = 27017;

	private static final int CASSANDRA_PORT = 9042;

	private static final int NEO4J_PORT = 7687;

	// @formatter:off
	static final List<KeyValueConvention> ROWS = List.of(
			KeyValueConvention.row("r2dbc.query", "io.r2dbc.proxy.observation.QueryContext")
				.kind(SpanKind.CLIENT)
				.name(R2dbcQuery::name)
				.column("r2dbc.connection",
						KeyValueColumn.choice(DatabaseAttributes.SYSTEM_NAME, R2dbcQuery.SYSTEMS, "other_sql"))
				.without("r2dbc.thread")
				.detail(ObservedOutcome.ERROR.and(R2dbcQuery.DETAIL))
				.build(),

			database("redis", "lettuce", "io.lettuce.core.tracing.LettuceObservationContext")
				.name(name("db.operation", "redis", null, null))
				.column("db.operation", KeyValueColumn.text(DatabaseAttributes.OPERATION_NAME))
				.column("net.sock.peer.addr", KeyValueColumn.text(HttpAttributes.SERVER_ADDRESS))
				.column("net.sock.peer.port", KeyValueColumn.port(HttpAttributes.SERVER_PORT, REDIS_PORT))
				.column("net.peer.name", KeyValueColumn.text(HttpAttributes.SERVER_ADDRESS))
				.without("db.system", "net.transport", "db.statement", "lettuce.command.error")
				.detail(ObservedOutcome.ERROR.and(DatabaseTable::setRedisError))
				.build(),

			database("mongodb", "spring.data.mongodb.command",
						"org.springframework.data.mongodb.observability.MongoHandlerContext")
				.name(name("db.operation", "mongodb", "db.mongodb.collection", "db.name"))
				.column("db.operation", KeyValueColumn.text(DatabaseAttributes.OPERATION_NAME))
				.column("db.name", KeyValueColumn.text(DatabaseAttributes.NAMESPACE))
				.column("db.mongodb.collection", KeyValueColumn.text(DatabaseAttributes.COLLECTION_NAME))
				.column("net.peer.name", KeyValueColumn.text(HttpAttributes.SERVER_ADDRESS))
				.column("net.peer.port", KeyValueColumn.port(HttpAttributes.SERVER_PORT, MONGODB_PORT))
				.without("db.system", "net.transport")
				.build(),

			database("mongodb", "mongodb.command", MONGO)
				.name(name("db.command.name", "mongodb", "db.collection.name", "db.namespace"))
				.column("db.command.name", KeyValueColumn.text(DatabaseAttributes.OPERATION_NAME))
				.column("db.namespace", KeyValueColumn.text(DatabaseAttributes.NAMESPACE))
				.column("server.port", KeyValueColumn.port(HttpAttributes.SERVER_PORT, MONGODB_PORT))
				.without("db.system.name", "db.query.summary", "db.query.text", "exception.message",
						"exception.type", "exception.stacktrace")
				.build(),

			// Around its commands, of which each is the call
			database("mongodb", "mongodb.operation", MONGO)
				.kind(SpanKind.INTERNAL)
				.name(name("db.operation.name", "mongodb", "db.collection.name", "db.namespace"))
				.without("db.system.name", "db.operation.summary")
				.build(),

			database("mongodb", "mongodb.transaction", MONGO)
				.kind(SpanKind.INTERNAL)
				.without("db.system.name")
				.build(),

			database("cassandra", "spring.data.cassandra.query",
						"org.springframework.data.cassandra.observability.CassandraObservationContext")
				.name(name("db.operation", "cassandra", null, "db.name"))
				.column("db.operation", KeyValueColumn.text(DatabaseAttributes.OPERATION_NAME))
				.column("db.name", KeyValueColumn.text(DatabaseAttributes.NAMESPACE))
				.column("db.cassandra.coordinator.id", KeyValueColumn.text(DatabaseAttributes.CASSANDRA_COORDINATOR_ID))
				.column("db.cassandra.coordinator.dc", KeyValueColumn.text(DatabaseAttributes.CASSANDRA_COORDINATOR_DC))
				.column("db.cassandra.page_size", KeyValueColumn.number(DatabaseAttributes.CASSANDRA_PAGE_SIZE))
				.column("db.cassandra.consistency_level", KeyValueColumn.lowerCase(DatabaseAttributes.CASSANDRA_CONSISTENCY))
				.column("db.cassandra.idempotence", KeyValueColumn.flag(DatabaseAttributes.CASSANDRA_IDEMPOTENT, "idempotent"))
				.column("net.sock.peer.addr", KeyValueColumn.text(HttpAttributes.SERVER_ADDRESS))
				.column("net.sock.peer.port", KeyValueColumn.port(HttpAttributes.SERVER_PORT, CASSANDRA_PORT))
				.without("db.system", "db.statement", "net.transport", "net.peer.name")
				.build(),

			database("neo4j", "neo4j.bolt.client.exchange.duration", NEO4J + "BoltExchangeContext")
				.column("server.port", KeyValueColumn.port(HttpAttributes.SERVER_PORT, NEO4J_PORT))
				.without("db.system.name")
				.build(),

			neo4jQuery("neo4j.db.client.session.run.duration", NEO4J + "SessionRunContext"),
			neo4jQuery("neo4j.db.client.transaction.run.duration", NEO4J + "TransactionRunContext"));
	// @formatter:on

	private DatabaseTable() {
	}

	private static KeyValueConvention.Row database(String system, String name, String type) {
		return KeyValueConvention.row(name, type).kind(SpanKind.CLIENT).always(DatabaseAttributes.SYSTEM_NAME, system);
	}

	// Around what it exchanges over Bolt, which is the call
	private static KeyValueConvention neo4jQuery(String name, String type) {
		return database("neo4j", name, type).kind(SpanKind.INTERNAL)
			.without("db.system.name", "db.query.text")
			.detail(ObservedOutcome.ERROR.and(new WithoutPrefix("db.query.parameter.")))
			.build();
	}

	/*
	 * The operation and what it works on: the collection, else the namespace; without an
	 * operation that alone, and without both the product.
	 */
	private static ObservedName name(String operationKey, String system, @Nullable String collectionKey,
			@Nullable String namespaceKey) {
		return (context) -> {
			String operation = ObservedValues.find(context, operationKey);
			String target = (collectionKey != null) ? ObservedValues.find(context, collectionKey) : null;
			if (target == null && namespaceKey != null) {
				target = ObservedValues.find(context, namespaceKey);
			}
			if (operation == null) {
				return (target != null) ? target : system;
			}
			return ObservedName.join(operation, target);
		};
	}

	// "WRONGTYPE Operation against a key …": the first word is the code, the rest may
	// quote
	private static void setRedisError(Observation.Context context, Span span) {
		String error = ObservedValues.find(context, "lettuce.command.error");
		if (error != null) {
			int space = error.indexOf(' ');
			String code = (space > 0) ? error.substring(0, space) : error;
			span.setAttribute(DatabaseAttributes.RESPONSE_STATUS_CODE, code);
			ObservedOutcome.fail(code, span);
		}
	}

	/**
	 * Leaves out the key values of a list.
	 *
	 * @param prefix how their keys begin
	 */
	private record WithoutPrefix(String prefix) implements ObservedDetail {

		@Override
		public void set(Observation.Context context, Span span) {
			// Nothing instead
		}

		@Override
		public boolean replaces(String key) {
			return key.startsWith(this.prefix);
		}

	}

}
