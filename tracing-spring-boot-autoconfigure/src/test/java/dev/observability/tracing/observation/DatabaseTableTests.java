// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Map;

import com.mongodb.ServerAddress;
import com.mongodb.observability.micrometer.DefaultMongodbObservationConvention;
import com.mongodb.observability.micrometer.MongodbObservation;
import com.mongodb.observability.micrometer.MongodbObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseTableTests {

	private static final ObservedSpans SPANS = new ObservedSpans();

	@AfterAll
	static void close() {
		SPANS.close();
	}

	@Test
	void aCommandOfTheMongoDriverIsACall() {
		MongodbObservationContext context = mongo(MongodbObservation.MONGODB_COMMAND);
		context.setServerAddress(new ServerAddress("db.example", 27018));
		context.setQueryText("{\"find\": \"orders\", \"filter\": {\"card\": \"4111\"}}");
		context.setResponseStatusCode("11000");
		SpanData span = mongo(context, MongodbObservation.MONGODB_COMMAND, new IllegalStateException("duplicate"));
		assertThat(span.getName()).isEqualTo("find orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name",
				"mongodb", "db.namespace", "shop", "db.collection.name", "orders", "db.operation.name", "find",
				"server.address", "db.example", "server.port", 27018L, "network.transport", "tcp",
				"db.response.status_code", "11000", "error.type", "java.lang.IllegalStateException"));
	}

	@Test
	void anOperationOfTheMongoDriverIsAroundItsCommands() {
		SpanData span = mongo(mongo(MongodbObservation.MONGODB_OPERATION), MongodbObservation.MONGODB_OPERATION, null);
		assertThat(span.getName()).isEqualTo("find orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name",
				"mongodb", "db.namespace", "shop", "db.collection.name", "orders", "db.operation.name", "find"));
		SpanData transaction = mongo(mongo(MongodbObservation.MONGODB_TRANSACTION),
				MongodbObservation.MONGODB_TRANSACTION, null);
		assertThat(transaction.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(transaction.getName()).isEqualTo("shown by the driver");
	}

	private static MongodbObservationContext mongo(MongodbObservation type) {
		MongodbObservationContext context = new MongodbObservationContext();
		context.setObservationType(type);
		context.setCommandName("find");
		context.setDatabaseName("shop");
		context.setCollectionName("orders");
		return context;
	}

	private static SpanData mongo(MongodbObservationContext context, MongodbObservation type,
			@Nullable Throwable error) {
		Observation observation = type.observation(SPANS.registry(), () -> context)
			.observationConvention(new DefaultMongodbObservationConvention())
			.contextualName("shown by the driver")
			.start();
		if (error != null) {
			observation.error(error);
		}
		observation.stop();
		return SPANS.finished().get(0);
	}

	@Test
	void aCommandThatSpringDataObservesHasTodaysNames() {
		SpanData span = SPANS.of(sender(), "spring.data.mongodb.command", "orders.find", "db.system", "mongodb",
				"db.operation", "find", "db.name", "shop", "db.mongodb.collection", "orders", "net.transport", "IP.TCP",
				"net.peer.name", "db.example", "net.peer.port", "27017", "spring.data.mongodb.cluster_id", "c1");
		assertThat(span.getName()).isEqualTo("find orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name",
				"mongodb", "db.namespace", "shop", "db.collection.name", "orders", "db.operation.name", "find",
				"server.address", "db.example", "spring.data.mongodb.cluster_id", "c1"));
		assertThat(SPANS.of(sender(), "spring.data.mongodb.command", "ping", "db.operation", "ping", "db.name", "shop")
			.getName()).isEqualTo("ping shop");
		assertThat(SPANS.of(sender(), "spring.data.mongodb.command", "n/a").getName()).isEqualTo("mongodb");
	}

	@Test
	void aQueryOfCassandraIsTypedAndWithoutItsText() {
		SpanData span = SPANS.of(sender(), "spring.data.cassandra.query", "SELECT", "db.system", "cassandra", "db.name",
				"shop", "db.operation", "SELECT", "spring.data.cassandra.sessionName", "s0",
				"spring.data.cassandra.methodName", "execute", "db.cassandra.coordinator.id", "node",
				"db.cassandra.coordinator.dc", "eu", "net.transport", "IP.TCP", "net.sock.peer.addr", "db.example",
				"net.sock.peer.port", "9043", "db.statement", "SELECT * FROM t WHERE card = '4111'",
				"db.cassandra.page_size", "5000", "db.cassandra.idempotence", "idempotent",
				"db.cassandra.consistency_level", "LOCAL_QUORUM");
		assertThat(span.getName()).isEqualTo("SELECT shop");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
				Map.entry("db.system.name", "cassandra"), Map.entry("db.namespace", "shop"),
				Map.entry("db.operation.name", "SELECT"), Map.entry("server.address", "db.example"),
				Map.entry("server.port", 9043L), Map.entry("cassandra.coordinator.id", "node"),
				Map.entry("cassandra.coordinator.dc", "eu"), Map.entry("cassandra.page.size", 5000L),
				Map.entry("cassandra.query.idempotent", true), Map.entry("cassandra.consistency.level", "local_quorum"),
				Map.entry("spring.data.cassandra.sessionName", "s0"),
				Map.entry("spring.data.cassandra.methodName", "execute")));
	}

	@Test
	void anExchangeWithNeo4jIsTheCallAndItsQueryIsAroundIt() {
		SpanData exchange = SPANS.of(sender(), "neo4j.bolt.client.exchange.duration", "bolt exchange", "db.system.name",
				"neo4j", "network.protocol.name", "bolt", "server.address", "db.example", "server.port", "7688");
		assertThat(exchange.getName()).isEqualTo("bolt exchange");
		assertThat(exchange.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(ObservedSpans.attributes(exchange)).containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name",
				"neo4j", "network.protocol.name", "bolt", "server.address", "db.example", "server.port", 7688L));
		for (String kind : new String[] { "session", "transaction" }) {
			SpanData query = SPANS.of(new Observation.Context(), "neo4j.db.client." + kind + ".run.duration",
					kind + " run", "db.system.name", "neo4j", "db.query.text", "MATCH (n {card: '4111'}) RETURN n",
					"db.query.parameter.card", "4111-secret", "neo4j.session.type", "Session");
			assertThat(query.getName()).isEqualTo(kind + " run");
			assertThat(query.getKind()).isEqualTo(SpanKind.INTERNAL);
			assertThat(ObservedSpans.attributes(query))
				.containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name", "neo4j", "neo4j.session.type", "Session"));
		}
	}

	private static Observation.Context sender() {
		return new SenderContext<>((carrier, key, value) -> {
		}, Kind.CLIENT);
	}

}
