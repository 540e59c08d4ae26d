// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.r2dbc.proxy.ProxyConnectionFactory;
import io.r2dbc.proxy.observation.ObservationProxyExecutionListener;
import io.r2dbc.proxy.observation.QueryContext;
import io.r2dbc.proxy.observation.QueryObservationConvention;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class R2dbcTableTests {

	private static final ObservedSpans SPANS = new ObservedSpans();

	@AfterAll
	static void close() {
		SPANS.close();
	}

	@Test
	void aQueryIsACallWithoutItsText() {
		execute((connection) -> connection.createStatement("  select 'secret'").execute());
		SpanData span = only();
		assertThat(span.getName()).isEqualTo("SELECT db.example:9092");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name",
				"h2database", "db.operation.name", "SELECT", "server.address", "db.example", "server.port", 9092L));
		assertThat(span.toString()).doesNotContain("secret");
	}

	@Test
	void aBatchSaysItsSize() {
		execute((connection) -> connection.createBatch()
			.add("CREATE TABLE batch_one(id INT)")
			.add("CREATE TABLE batch_two(id INT)")
			.execute());
		SpanData span = only();
		assertThat(span.getName()).isEqualTo("BATCH CREATE db.example:9092");
		assertThat(ObservedSpans.attributes(span)).containsEntry("db.operation.name", "BATCH CREATE")
			.containsEntry("db.operation.batch.size", 2L);
	}

	@Test
	void aFailureHasItsSqlState() {
		assertThatExceptionOfType(R2dbcException.class)
			.isThrownBy(() -> execute((connection) -> connection.createStatement("SELECT * FROM missing").execute()));
		SpanData span = only();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(span)).containsEntry("db.response.status_code", "42S02")
			.containsEntry("error.type", "42S02");
	}

	@Test
	void anExoticQueryIsNamedByItsServerOrProduct() {
		QueryContext query = query("PRAGMA table_info('orders')");
		query.setRemoteServiceAddress("//[::1]:1433");
		SpanData span = SPANS.of(query, new QueryObservationConvention() {
		}, null);
		assertThat(span.getName()).isEqualTo("[::1]:1433");
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(
				Map.of("db.system.name", "other_sql", "server.address", "::1", "server.port", 1433L));
		query.setRemoteServiceAddress("//[::1]");
		assertThat(ObservedSpans.attributes(SPANS.of(query, new QueryObservationConvention() {
		}, null))).containsEntry("server.address", "::1").doesNotContainKey("server.port");
		assertThat(SPANS.of(query(""), new QueryObservationConvention() {
		}, null).getName()).isEqualTo("other_sql");
	}

	@Test
	void parametersDoNotLeave() {
		QueryContext query = query("INSERT INTO cards VALUES (?)");
		query.setParams(List.of("4111-secret"));
		SpanData span = SPANS.of(query, new QueryObservationConvention() {
		}, null);
		assertThat(span.getName()).isEqualTo("INSERT");
		assertThat(span.toString()).doesNotContain("4111-secret").doesNotContain("cards");
	}

	private static QueryContext query(String text) {
		QueryContext query = new QueryContext();
		query.setConnectionName("SomeBase");
		query.setThreadName("main");
		query.setQueries(List.of(text));
		return query;
	}

	private static void execute(java.util.function.Function<Connection, Publisher<? extends Result>> work) {
		ConnectionFactory h2 = ConnectionFactories.get("r2dbc:h2:mem:///table;DB_CLOSE_DELAY=-1");
		ConnectionFactory observed = ProxyConnectionFactory.builder(h2)
			.listener(new ObservationProxyExecutionListener(SPANS.registry(), h2, "db.example", 9092))
			.build();
		Mono.usingWhen(observed.create(),
				(connection) -> Flux.from(work.apply(connection)).flatMap(Result::getRowsUpdated).then(),
				Connection::close)
			.block(Duration.ofSeconds(30));
	}

	private static SpanData only() {
		List<SpanData> spans = SPANS.finished();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

}
