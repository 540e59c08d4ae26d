// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real requests and calls with the older names beside today's.
 */
@SuppressWarnings("try") // A resource is there to be open
class FormerHttpAttributesTests {

	private static final String BOTH = "observability.tracing.semantic-conventions=both";

	@SuppressWarnings("NullAway.Init")
	private static TestApplication servlet;

	@SuppressWarnings("NullAway.Init")
	private static TestApplication reactive;

	@BeforeAll
	static void start() {
		servlet = TestApplication.start(WebApplicationType.SERVLET, ServletServerTests.Application.class, BOTH);
		reactive = TestApplication.start(WebApplicationType.REACTIVE, ReactiveServerTests.Application.class, BOTH);
	}

	@AfterAll
	static void stop() {
		servlet.close();
		reactive.close();
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void aRequestHasThemTyped(WebApplicationType type) {
		TestApplication application = (type == WebApplicationType.SERVLET) ? servlet : reactive;
		SpanData span = application.send("GET /orders/7?full=true", "User-Agent", "test/1").server();
		Map<String, Object> attributes = attributes(span);
		assertThat(attributes).containsEntry("http.method", "GET")
			.containsEntry("http.status_code", 200L)
			.containsEntry("http.scheme", "http")
			.containsEntry("http.target", "/orders/7?full=true")
			.containsEntry("http.url", "http://127.0.0.1:" + application.port() + "/orders/7?full=true")
			.containsEntry("http.user_agent", "test/1")
			.containsEntry("http.client_ip", "127.0.0.1")
			.containsEntry("http.remote_addr", "127.0.0.1")
			.containsEntry("net.host.name", "127.0.0.1")
			.containsEntry("net.host.port", (long) application.port())
			.containsEntry("net.sock.peer.addr", "127.0.0.1")
			.containsEntry("net.sock.peer.port", attributes.get("network.peer.port"))
			.containsEntry("net.protocol.version", "1.1")
			.containsEntry("http.request.method", "GET")
			.containsEntry("url.path", "/orders/7")
			.doesNotContainKeys("net.peer.name", "net.peer.port");
	}

	@Test
	void theUrlOfARequestToAnIpv6AddressHasItsBrackets() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
			Span span = provider.get("test").spanBuilder("GET").startSpan();
			span.setAttribute(HttpAttributes.URL_SCHEME, "http");
			span.setAttribute(HttpAttributes.URL_PATH, "/ok");
			span.setAttribute(HttpAttributes.SERVER_ADDRESS, "::1");
			FormerHttpAttributes.addToServer(span);
			assertThat(attributes(((ReadableSpan) span).toSpanData())).containsEntry("http.url", "http://[::1]/ok");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aCallHasThemTyped(ClientTests.Client client) {
		String traceId = servlet.newTraceId();
		String base = "http://127.0.0.1:" + servlet.port();
		try (Scope scope = Parents.remote(traceId).makeCurrent()) {
			client.call(servlet, base + "/orders/{id}?full={full}", "7", "true");
		}
		SpanData span = assertThat(servlet.spans().ofTrace(traceId, 2))
			.filteredOn((each) -> each.getKind() == SpanKind.CLIENT)
			.singleElement()
			.actual();
		assertThat(attributes(span)).containsEntry("http.method", "GET")
			.containsEntry("http.status_code", 200L)
			.containsEntry("http.url", base + "/orders/7?full=true")
			.containsEntry("net.peer.name", "127.0.0.1")
			.containsEntry("net.peer.port", (long) servlet.port())
			.containsEntry("url.full", base + "/orders/7?full=true")
			.doesNotContainKeys("http.target", "http.scheme", "net.host.name", "net.sock.peer.addr",
					"net.protocol.version");
	}

	private static Map<String, Object> attributes(SpanData span) {
		Map<String, Object> attributes = new HashMap<>();
		span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
		return attributes;
	}

}
