// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.tracing.MicrometerTracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisTableTests {

	private static final ObservedSpans SPANS = new ObservedSpans();

	private static final FakeRedis REDIS = new FakeRedis();

	@BeforeAll
	static void start() {
		REDIS.start();
	}

	@AfterAll
	static void close() {
		REDIS.close();
		SPANS.close();
	}

	@Test
	void aCommandOfLettuceIsACallWithoutItsArguments() {
		SpanData span = command(false);
		assertThat(span.getName()).isEqualTo("SET");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name", "redis",
				"db.operation.name", "SET", "server.address", "localhost", "server.port", (long) REDIS.port()));
	}

	@Test
	void argumentsDoNotLeaveEvenWhenLettuceIsToldToTellThem() {
		assertThat(command(true).toString()).doesNotContain("4111-secret");
	}

	private static SpanData command(boolean arguments) {
		run(arguments, (connection) -> connection.sync().set("card", "4111-secret"));
		return last("SET");
	}

	@Test
	void theAnswerOfAnErrorIsItsCode() {
		assertThatExceptionOfType(RedisCommandExecutionException.class)
			.isThrownBy(() -> run(false, (connection) -> connection.sync().lpush("card", "4111-secret")));
		SpanData span = last("LPUSH");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(span)).containsEntry("db.response.status_code", "WRONGTYPE")
			.containsEntry("error.type", "WRONGTYPE");
		assertThat(span.toString()).doesNotContain("4111-secret");
	}

	@Test
	void thePortOfRedisItselfSaysNothing() {
		SpanData span = SPANS.of(new io.micrometer.observation.Observation.Context(), "lettuce", "get", "db.operation",
				"GET", "net.sock.peer.addr", "redis", "net.sock.peer.port", "6379");
		assertThat(ObservedSpans.attributes(span)).containsEntry("server.address", "redis")
			.doesNotContainKey("server.port");
	}

	private static void run(boolean arguments,
			java.util.function.Consumer<StatefulRedisConnection<String, String>> work) {
		ClientResources resources = ClientResources.builder()
			.tracing(new MicrometerTracing(SPANS.registry(), "Redis", arguments))
			.build();
		RedisClient client = RedisClient.create(resources,
				RedisURI.Builder.redis("localhost", REDIS.port()).withTimeout(Duration.ofSeconds(30)).build());
		client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			work.accept(connection);
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(30));
			resources.shutdown(0, 30, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
		}
	}

	// Connecting is a command too
	private static SpanData last(String name) {
		List<SpanData> spans = SPANS.finished(1);
		assertThat(spans).extracting(SpanData::getName).contains(name);
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

}
