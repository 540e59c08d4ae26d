// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the span of a request to a real Tomcat says, below a context path and a servlet
 * path, also about requests that no client would send.
 */
class ServletRequestTests {

	@SuppressWarnings("NullAway.Init")
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.start(WebApplicationType.SERVLET, ServletServerTests.Application.class,
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=/api",
				"observability.tracing.observation.server.request-headers=x-tenant,X-MANY,X-Absent",
				"observability.tracing.observation.server.response-headers=X-Answer");
	}

	@AfterAll
	static void stop() {
		assertThat(application.tracesWithoutOneServerSpan()).isEmpty();
		assertThat(application.bean(Leaks.class).found()).isEmpty();
		application.close();
	}

	@Test
	void attributesAreTypedAndComplete() {
		SpanData span = application
			.send("GET /shop/api/orders/7?full=true", "User-Agent", "test/1", "X-Tenant", "one", "X-Many", "a",
					"X-Many", "b")
			.server();
		assertThat(span.getName()).isEqualTo("GET /shop/api/orders/{id}");
		assertThat(attributes(span)).containsEntry("http.request.method", "GET")
			.containsEntry("http.route", "/shop/api/orders/{id}")
			.containsEntry("http.response.status_code", 200L)
			.containsEntry("url.scheme", "http")
			.containsEntry("url.path", "/shop/api/orders/7")
			.containsEntry("url.query", "full=true")
			.containsEntry("server.address", "127.0.0.1")
			.containsEntry("server.port", (long) application.port())
			.containsEntry("client.address", "127.0.0.1")
			.containsEntry("network.peer.address", "127.0.0.1")
			.containsEntry("network.protocol.version", "1.1")
			.containsEntry("user_agent.original", "test/1")
			.containsEntry("http.request.header.x-tenant", List.of("one"))
			.containsEntry("http.request.header.x-many", List.of("a", "b"))
			.containsEntry("http.response.header.x-answer", List.of("one", "two"))
			.hasEntrySatisfying("network.peer.port", (port) -> assertThat((Long) port).isPositive())
			.hasEntrySatisfying("thread.id", (id) -> assertThat((Long) id).isPositive())
			.containsKey("thread.name")
			.containsEntry("correlation.id", span.getTraceId())
			.hasSize(19);
	}

	@ParameterizedTest
	@CsvSource({ "FOO /shop/api/ok, FOO", "get /shop/api/ok, get", "G€T /shop/api/ok,",
			"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ /shop/api/ok, ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ" })
	void anUnknownMethodIsOther(String line, @Nullable String original) {
		TestApplication.RawExchange exchange = application.sendRaw(line);
		if (original == null) {
			// Tomcat refuses it before any filter
			assertThat(exchange.statusLine()).contains(" 400 ");
			application.forget(exchange.traceId());
			return;
		}
		SpanData span = application.spans().server(exchange.traceId());
		assertThat(span.getName()).startsWith("HTTP");
		assertThat(attributes(span)).containsEntry("http.request.method", "_OTHER")
			.containsEntry("http.request.method_original", original);
	}

	@ParameterizedTest
	@CsvSource({ "/shop/api/orders/7;jsessionid=0123456789, /shop/api/orders/7",
			"/shop/api/orders/7;JSESSIONID=secret;v=1, /shop/api/orders/7;v=1",
			"http://elsewhere/shop/api/ok, /shop/api/ok", "/shop//api/ok, /shop//api/ok",
			"/shop/api/%2e%2e/%2e%2e/etc/passwd, /shop/api/%2e%2e/%2e%2e/etc/passwd", "/shop, /shop", "/, /" })
	void aHostileTargetStaysAPath(String target, String path) {
		TestApplication.RawExchange exchange = application.sendRaw("GET " + target);
		assertThat(exchange.statusLine()).startsWith("HTTP/1.1 ");
		SpanData span = application.spans().ofTrace(exchange.traceId()).stream().findFirst().orElse(null);
		if (span == null) {
			// The container answered by itself
			assertThat(exchange.statusLine()).containsAnyOf(" 302 ", " 400 ", " 404 ");
			application.forget(exchange.traceId());
			return;
		}
		assertThat(attributes(span)).containsEntry("url.path", path);
		assertThat(span.getName()).doesNotContain("secret", "0123456789");
	}

	@Test
	void aServletBesideSpringMvcHasItsMappingAsRoute() {
		assertThat(application.send("GET /shop/raw/async").server().getName()).isEqualTo("GET /shop/raw/*");
		assertThat(application.send("GET /shop/a/b.do").server().getName()).isEqualTo("GET /shop/*.do");
	}

	@Test
	void aMultipartRequestIsOneSpan() {
		String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n12345\r\n--b--\r\n";
		TestApplication.Exchange exchange = application.sendBody("POST /shop/api/multipart", body, "Content-Type",
				"multipart/form-data; boundary=b");
		assertThat(exchange.body()).isEqualTo("5");
		assertThat(exchange.server().getName()).isEqualTo("POST /shop/api/multipart");
	}

	private static Map<String, Object> attributes(SpanData span) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> ((AttributeKey<?>) entry.getKey()).getKey(), Map.Entry::getValue));
	}

}
