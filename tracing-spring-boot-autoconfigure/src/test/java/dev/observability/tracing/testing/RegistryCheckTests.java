// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.observability.tracing.SemanticConventions;
import dev.observability.tracing.testing.RegistryFinding.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

class RegistryCheckTests {

	private static final Map<String, Object> RESOURCE = Map.of("service.name", "orders", "service.instance.id", "1",
			"telemetry.sdk.name", "opentelemetry", "telemetry.sdk.language", "java", "telemetry.sdk.version", "1.62.0");

	private static final Map<String, Object> SERVER = Map.of("http.request.method", "GET", "url.path", "/orders/1",
			"url.scheme", "http", "http.route", "/orders/{id}", "http.response.status_code", 200L);

	private static final Map<String, Object> CLIENT = Map.of("http.request.method", "GET", "url.full",
			"http://orders:8081/orders/1", "server.address", "orders", "server.port", 8081L,
			"http.response.status_code", 200L);

	private static final Map<String, Object> QUERY = Map.of("db.system.name", "postgresql", "db.query.summary",
			"SELECT orders");

	private static final Map<String, Object> SEND = Map.of("messaging.system", "kafka", "messaging.operation.type",
			"send", "messaging.operation.name", "send", "messaging.destination.name", "orders");

	private final RegistryCheck check = RegistryCheck.create();

	private static ReceivedSpan span(String kind, String name, Map<String, Object> attributes) {
		return span(kind, name, attributes, "UNSET", RESOURCE);
	}

	private static ReceivedSpan span(String kind, String name, Map<String, Object> attributes, String status,
			Map<String, Object> resource) {
		return new ReceivedSpan("grpc", "1".repeat(32), "2".repeat(16), "", "", 1, name, kind, 0, 1, attributes,
				List.of(), List.of(), status, "", resource, "test", "", "", Map.of());
	}

	private static Map<String, Object> with(Map<String, Object> map, String key, @Nullable Object value) {
		Map<String, Object> copy = new HashMap<>(map);
		if (value == null) {
			copy.remove(key);
		}
		else {
			copy.put(key, value);
		}
		return copy;
	}

	static Stream<ReceivedSpan> good() {
		return Stream.of(span("SERVER", "GET /orders/{id}", SERVER), span("CLIENT", "GET", CLIENT),
				span("CLIENT", "SELECT orders", QUERY), span("PRODUCER", "send orders", SEND),
				span("INTERNAL", "price", Map.of("code.function.name", "a.B.c")),
				span("SERVER", "GET", with(with(SERVER, "http.route", null), "http.request.header.x-y", List.of("a"))),
				span("SERVER", "HTTP /orders/{id}",
						with(with(SERVER, "http.request.method", "_OTHER"), "http.request.method_original", "ODD")),
				span("SERVER", "GET /orders/{id}", with(SERVER, "http.response.status_code", 404L)),
				span("CLIENT", "GET", with(with(CLIENT, "http.response.status_code", null), "error.type", "x"), "ERROR",
						RESOURCE));
	}

	@ParameterizedTest
	@MethodSource("good")
	void findsNothingWhereAllIsWell(ReceivedSpan span) {
		assertThat(this.check.check(span)).isEmpty();
	}

	static Stream<Arguments> bad() {
		return Stream.of(Arguments.of(Kind.UNKNOWN, "http.methud", 1L), Arguments.of(Kind.UNKNOWN, "uri", "/"),
				Arguments.of(Kind.UNKNOWN, "http.request.header", List.of("a")),
				Arguments.of(Kind.DEPRECATED, "http.method", "GET"),
				Arguments.of(Kind.DEPRECATED, "http.status_code", 200L),
				Arguments.of(Kind.TYPE, "http.response.status_code", "200"), Arguments.of(Kind.TYPE, "url.path", 7L),
				Arguments.of(Kind.TYPE, "http.request.header.x-y", "a"),
				Arguments.of(Kind.TYPE, "http.request.header.x-y", List.of(1L)),
				Arguments.of(Kind.TYPE, "network.peer.port", 1.5),
				Arguments.of(Kind.VALUE, "http.request.method", "get"), Arguments.of(Kind.MISSING, "url.path", null),
				Arguments.of(Kind.MISSING, "url.scheme", null),
				Arguments.of(Kind.MISSING, "http.response.status_code", null),
				Arguments.of(Kind.VALUE, "url.path", "/orders?id=1"), Arguments.of(Kind.VALUE, "url.query", "?id=1"));
	}

	@ParameterizedTest
	@MethodSource("bad")
	void findsWhatIsWrongWithAnAttribute(Kind kind, String name, @Nullable Object value) {
		assertThat(this.check.check(span("SERVER", "GET /orders/{id}", with(SERVER, name, value))))
			.extracting(RegistryFinding::kind, RegistryFinding::name)
			.contains(tuple(kind, name));
	}

	@ParameterizedTest
	@CsvSource({ "CLIENT, GET, server.port", "CLIENT, GET, server.address", "CLIENT, GET, url.full" })
	void findsWhatAClientLacks(String kind, String name, String attribute) {
		assertThat(this.check.check(span(kind, name, with(CLIENT, attribute, null)))).singleElement()
			.extracting(RegistryFinding::kind, RegistryFinding::name)
			.containsExactly(Kind.MISSING, attribute);
	}

	@Test
	void findsKindsOfSpansThatNothingDescribes() {
		assertThat(this.check.check(span("SERVER", "x", Map.of()))).extracting(RegistryFinding::kind)
			.containsExactly(Kind.NO_DEFINITION);
		assertThat(this.check.check(span("PRODUCER", "x", QUERY))).extracting(RegistryFinding::kind)
			.containsExactly(Kind.NO_DEFINITION);
		assertThat(this.check.check(span("CLIENT", "x", with(SEND, "messaging.operation.type", null))))
			.extracting(RegistryFinding::kind)
			.containsExactly(Kind.NO_DEFINITION);
	}

	@Test
	void findsWhatTheSystemDemandsBeyondTheGeneral() {
		assertThat(this.check.check(span("CLIENT", "x", Map.of("db.system.name", "mongodb"))))
			.extracting(RegistryFinding::name)
			.contains("db.collection.name", "db.operation.name");
		assertThat(this.check.check(span("PRODUCER", "x",
				with(with(SEND, "messaging.system", "rabbitmq"), "messaging.destination.name", null))))
			.extracting(RegistryFinding::name)
			.contains("messaging.destination.name");
	}

	@Test
	void findsNamesThatAreNotByConvention() {
		assertThat(this.check.check(span("SERVER", "http get /orders/{id}", SERVER))).extracting(RegistryFinding::name)
			.containsExactly("name");
		assertThat(this.check.check(span("CLIENT", "query", QUERY))).extracting(RegistryFinding::name)
			.containsExactly("name");
	}

	@Test
	void findsAStatusThatIsNotByConvention() {
		assertThat(
				this.check.check(span("SERVER", "GET /orders/{id}", with(SERVER, "http.response.status_code", 500L))))
			.extracting(RegistryFinding::name)
			.containsExactly("status");
		assertThat(this.check.check(span("CLIENT", "GET", with(CLIENT, "http.response.status_code", 404L))))
			.extracting(RegistryFinding::name)
			.containsExactly("status");
		Map<String, Object> badRequest = with(with(SERVER, "http.response.status_code", 400L), "error.type", "400");
		assertThat(this.check.check(span("SERVER", "GET /orders/{id}", badRequest, "ERROR", RESOURCE)))
			.extracting(RegistryFinding::name)
			.containsExactly("error.type");
		assertThat(this.check.check(span("CLIENT", "SELECT orders", QUERY, "ERROR", RESOURCE)))
			.extracting(RegistryFinding::name)
			.contains("error.type");
		assertThat(this.check.check(span("CLIENT", "SELECT orders", with(QUERY, "error.type", "x"))))
			.extracting(RegistryFinding::name)
			.contains("status");
	}

	@Test
	void findsAMethodThatHidesTheOriginal() {
		assertThat(this.check.check(span("SERVER", "HTTP /orders/{id}", with(SERVER, "http.request.method", "_OTHER"))))
			.extracting(RegistryFinding::name)
			.containsExactly("http.request.method_original");
	}

	@Test
	void judgesTheResource() {
		Map<String, Object> resource = with(with(with(RESOURCE, "service.name", null), "deployment.environment", "x"),
				"os.version", "6");
		assertThat(this.check.check(span("INTERNAL", "x", Map.of(), "UNSET", resource)))
			.allMatch((finding) -> finding.where().equals("resource"))
			.extracting(RegistryFinding::kind, RegistryFinding::name)
			.containsExactlyInAnyOrder(tuple(Kind.MISSING, "service.name"),
					tuple(Kind.DEPRECATED, "deployment.environment"), tuple(Kind.MISSING, "os.type"));
	}

	@Test
	void judgesEventsAndLinks() {
		ReceivedSpan span = new ReceivedSpan("grpc", "1".repeat(32), "2".repeat(16), "", "", 1, "x", "INTERNAL", 0, 1,
				Map.of(), List.of(new ReceivedSpan.Event("exception", 1, Map.of("exception.escaped", true))),
				List.of(new ReceivedSpan.Link("1", "2", Map.of("reason", "x"))), "UNSET", "", RESOURCE, "test", "", "",
				Map.of());
		assertThat(this.check.check(span)).extracting(RegistryFinding::where)
			.containsExactlyInAnyOrder("event exception", "link");
	}

	@Test
	void judgesTheScopesOfOurs() {
		ReceivedSpan span = new ReceivedSpan("grpc", "1".repeat(32), "2".repeat(16), "", "", 1, "x", "INTERNAL", 0, 1,
				Map.of(), List.of(), List.of(), "UNSET", "", RESOURCE, "dev.observability.tracing.jdbc", "", "",
				Map.of());
		assertThat(this.check.check(span)).extracting(RegistryFinding::name).containsExactly("version", "schema URL");
	}

	@Test
	void allowsNamesOfOurOwnAndTheOlderWhenAsked() {
		ReceivedSpan span = span("CLIENT", "SELECT orders",
				with(with(QUERY, "correlation.id", "x"), "db.system", "postgresql"));
		assertThat(this.check.check(span)).hasSize(2);
		assertThat(this.check.allowing("correlation.id").allowingFormer("db.system").check(span)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "http.retries", "db.rows", "retries" })
	void refusesNamesOfOurOwnInARegisteredNamespace(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.check.allowing(name));
	}

	@Test
	void translatesWhatWasRenamed() {
		assertThat(RegistryCheck.today("db.statement")).isEqualTo("db.query.text");
		assertThat(RegistryCheck.today("url.path")).isEqualTo("url.path");
		assertThat(RegistryCheck.today("db.user")).isEqualTo("db.user");
	}

	@Test
	void isOfTheVersionThatTheSpansClaim() {
		assertThat(RegistryCheck.version()).isEqualTo(SemanticConventions.VERSION);
	}

}
