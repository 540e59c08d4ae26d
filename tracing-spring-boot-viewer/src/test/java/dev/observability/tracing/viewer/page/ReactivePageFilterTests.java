// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.viewer.otlp.OtlpAnswer;
import dev.observability.tracing.viewer.otlp.OtlpFormat;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactivePageFilter}.
 */
class ReactivePageFilterTests {

	private static final String TOKEN = "0123456789abcdef";

	/** Names of the threads that answered. */
	private final List<String> threads = Collections.synchronizedList(new ArrayList<>());

	private final Page page = new Page(
			new Ring(new RingLimits(8 << 20, 100, 10_000, 1000, TimeUnit.SECONDS.toNanos(1),
					TimeUnit.MINUTES.toNanos(30))),
			new Access(TOKEN, false, Set.of(), Networks.of(List.of())),
			new PageInfo("gateway", "0.1.0", (request) -> "http://localhost:8080/app"), () -> {
				this.threads.add(Thread.currentThread().getName());
				return List.of();
			});

	private final ReactivePageFilter filter = new ReactivePageFilter(this.page, "/tracing", (request) -> true,
			Duration.ofMillis(1));

	@AfterEach
	void close() {
		this.filter.destroy();
	}

	private Mono<Void> answer(MockServerWebExchange exchange) {
		return this.filter.filter(exchange, (passed) -> Mono.error(new IllegalStateException("passed on")));
	}

	private static MockServerWebExchange signIn(Flux<DataBuffer> body) {
		return MockServerWebExchange.from(MockServerHttpRequest.method(HttpMethod.POST, "/tracing/api/session")
			.header("Host", "localhost:8080")
			.header("Content-Length", "10")
			.body(body));
	}

	private static @Nullable HttpStatusCode status(MockServerWebExchange exchange) {
		return exchange.getResponse().getStatusCode();
	}

	@Test
	void thePageHasThreadsOfItsOwn() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/tracing/api/jobs")
			.header("Host", "localhost:8080")
			.header("Authorization", "Bearer " + TOKEN));
		answer(exchange).block();
		assertThat(status(exchange)).isEqualTo(HttpStatusCode.valueOf(200));
		assertThat(this.threads).singleElement().asString().startsWith("tracing-viewer-page");
	}

	@Test
	void aBodyThatDoesNotComeIsNotWaitedForWithoutEnd() {
		List<MockServerWebExchange> exchanges = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			exchanges.add(signIn(Flux.never()));
		}
		Flux.fromIterable(exchanges).flatMap(this::answer).blockLast();
		// Those that find no place do not wait at all
		assertThat(exchanges).extracting(ReactivePageFilterTests::status)
			.contains(HttpStatusCode.valueOf(400))
			.isSubsetOf(HttpStatusCode.valueOf(400), HttpStatusCode.valueOf(429));
	}

	@Test
	void whoSendsNoBodyIsAnsweredWhileBodiesAreWaitedFor() {
		ReactivePageFilter patient = new ReactivePageFilter(this.page, "/tracing", (request) -> true,
				Duration.ofMinutes(1));
		Sinks.Empty<DataBuffer> bodies = Sinks.empty();
		for (int i = 0; i < 20; i++) {
			patient.filter(signIn(bodies.asMono().flux()), (unused) -> Mono.empty()).subscribe();
		}
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/tracing/api/jobs")
			.header("Host", "localhost:8080")
			.header("Authorization", "Bearer " + TOKEN));
		patient.filter(exchange, (unused) -> Mono.empty()).block();
		assertThat(status(exchange)).isEqualTo(HttpStatusCode.valueOf(200));
		bodies.tryEmitEmpty();
		patient.destroy();
	}

	@Test
	void aBodyThatBreaksIsNoDefectOfThePage() {
		MockServerWebExchange exchange = signIn(Flux.error(new IllegalStateException("connection reset")));
		answer(exchange).block();
		assertThat(status(exchange)).isEqualTo(HttpStatusCode.valueOf(400));
	}

	@Test
	void whereTooManyWaitTheNextIsToldSo() {
		this.filter.destroy();
		MockServerWebExchange exchange = signIn(Flux.empty());
		answer(exchange).block();
		assertThat(status(exchange)).isEqualTo(HttpStatusCode.valueOf(503));
		assertThat(exchange.getResponse().getHeaders().headerNames()).contains("Content-Security-Policy");
		assertThat(exchange.getResponse().getBodyAsString().block()).startsWith("{\"error\":");
	}

	@ParameterizedTest
	@EnumSource
	void whereTooManyWaitOtlpIsAnsweredInItsForm(OtlpFormat format) {
		this.filter.destroy();
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(HttpMethod.POST, "/tracing/v1/logs")
				.header("Host", "localhost:8080")
				.header("Content-Type", format.contentType())
				.body(Flux.never()));
		answer(exchange).block();
		assertThat(status(exchange)).isEqualTo(HttpStatusCode.valueOf(503));
		assertThat(exchange.getResponse().getHeaders().getFirst("Content-Type")).isEqualTo(format.contentType());
		assertThat(exchange.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo("1");
		assertThat(bytes(exchange)).isEqualTo(OtlpAnswer.error(format, 503, "Too many requests wait for this page."));
	}

	@Test
	void whoIsNotLetInIsToldSoInTheFormOfOtlp() {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(HttpMethod.POST, "/tracing/v1/traces")
				.header("Host", "localhost:8080")
				.header("Content-Type", "application/x-protobuf")
				.body(Flux.never()));
		answer(exchange).block();
		assertThat(status(exchange)).isEqualTo(HttpStatusCode.valueOf(401));
		assertThat(bytes(exchange)).isEqualTo(OtlpAnswer.error(OtlpFormat.PROTOBUF, 401, "This page needs its token."));
	}

	private static byte[] bytes(MockServerWebExchange exchange) {
		DataBuffer joined = Objects.requireNonNull(DataBufferUtils.join(exchange.getResponse().getBody()).block());
		byte[] bytes = new byte[joined.readableByteCount()];
		joined.read(bytes);
		return bytes;
	}

}
