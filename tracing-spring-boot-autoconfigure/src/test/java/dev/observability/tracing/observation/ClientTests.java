// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

/**
 * Real calls of every kind of client: what the client span says.
 */
@SuppressWarnings("try") // A resource is there to be open
class ClientTests {

	@SuppressWarnings("NullAway.Init")
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.start(WebApplicationType.SERVLET, ServletServerTests.Application.class,
				"observability.tracing.observation.client.request-headers=X-Tenant",
				"observability.tracing.observation.client.response-headers=x-answer");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		application.bean(Leaks.class).checkClean("after a call");
		assertThat(application.bean(Leaks.class).found()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aCallHasTheNamesOfTheConventions(Client client) {
		SpanData span = call(client, base() + "/orders/{id}?full={full}", "7", "true");
		assertThat(span.getName()).isEqualTo("GET /orders/{id}");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		assertThat(attributes(span)).containsEntry("http.request.method", "GET")
			.containsEntry("url.full", base() + "/orders/7?full=true")
			.containsEntry("url.template", "/orders/{id}")
			.containsEntry("server.address", "127.0.0.1")
			.containsEntry("server.port", (long) application.port())
			.containsEntry("http.response.status_code", 200L)
			.containsEntry("http.request.header.x-tenant", List.of("one"))
			.containsEntry("http.response.header.x-answer", List.of("one", "two"))
			.containsKeys("thread.id", "thread.name", "correlation.id")
			.hasSize(11);
	}

	@ParameterizedTest
	@EnumSource
	void anErrorStatusIsAnError(Client client) {
		for (int status : new int[] { 404, 503 }) {
			SpanData span = call(client, base() + "/entity/{status}", Integer.toString(status));
			assertThat(span.getName()).isEqualTo("GET /entity/{status}");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(attributes(span)).containsEntry("error.type", Integer.toString(status))
				.containsEntry("http.response.status_code", (long) status);
			assertThat(span.getEvents()).flatExtracting((event) -> event.getAttributes().asMap().keySet())
				.extracting((key) -> ((AttributeKey<?>) key).getKey())
				.doesNotContain("exception.stacktrace")
				.hasSize((client != Client.WEB_CLIENT) ? 2 : 0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRefusedConnectionHasTheExceptionAsType(Client client) throws Exception {
		try (Socket bound = new Socket()) {
			bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			SpanData span = call(client, "http://127.0.0.1:" + bound.getLocalPort() + "/{x}", "x");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(attributes(span)).doesNotContainKey("http.response.status_code")
				.hasEntrySatisfying("error.type",
						(type) -> assertThat((String) type).endsWith(ConnectException.class.getSimpleName()));
			assertThat(span.getEvents()).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aCallToAnIpv6AddressHasNoBrackets(Client client) throws Exception {
		try (ServerSocket server = new ServerSocket()) {
			server.bind(new InetSocketAddress("::1", 0));
			server.close();
			SpanData span = call(client, "http://[::1]:" + server.getLocalPort() + "/");
			assertThat(attributes(span)).containsEntry("server.address", "::1")
				.containsEntry("server.port", (long) server.getLocalPort());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/relative", "mailto:somebody@example.org", "http:opaque", "http:///nohost", "" })
	void aUriThatGoesNowhereFailsAsItWouldWithoutUs(String uri) {
		for (Client client : Client.values()) {
			Exception expected = catchException(() -> client.callUntraced(URI.create(uri)));
			Exception actual = catchException(() -> client.call(application, URI.create(uri)));
			assertThat(actual).as(client + " " + actual).hasSameClassAs(expected);
		}
	}

	@Test
	void aCancelledCallIsOneSpanWithoutAnError() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String traceId = application.newTraceId();
			Disposable call;
			try (Scope scope = Parents.remote(traceId).makeCurrent()) {
				call = application.bean(WebClient.Builder.class)
					.build()
					.get()
					.uri("http://127.0.0.1:{port}/silent", silent.getLocalPort())
					.retrieve()
					.toBodilessEntity()
					.subscribe();
			}
			try (Socket accepted = silent.accept()) {
				assertThat(accepted.getInputStream().read()).isPositive();
				call.dispose();
			}
			SpanData span = application.spans().ofTrace(traceId, 1).get(0);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(span.getAttributes().get(ErrorAttributes.TYPE)).isNull();
		}
	}

	private static SpanData call(Client client, String template, Object... variables) {
		String traceId = application.newTraceId();
		try (Scope scope = Parents.remote(traceId).makeCurrent()) {
			catchException(() -> client.call(application, template, variables));
		}
		return application.spans()
			.ofTrace(traceId, 1)
			.stream()
			.filter((span) -> span.getKind() == SpanKind.CLIENT)
			.findFirst()
			.orElseGet(() -> client(traceId));
	}

	// The span of the server may end first
	private static SpanData client(String traceId) {
		return application.spans()
			.ofTrace(traceId, 2)
			.stream()
			.filter((span) -> span.getKind() == SpanKind.CLIENT)
			.findFirst()
			.orElseThrow();
	}

	private static String base() {
		return "http://127.0.0.1:" + application.port();
	}

	private static Map<String, Object> attributes(SpanData span) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> ((AttributeKey<?>) entry.getKey()).getKey(), Map.Entry::getValue));
	}

	/** The clients. */
	enum Client {

		REST_CLIENT {

			@Override
			void call(TestApplication application, String template, Object... variables) {
				application.bean(RestClient.Builder.class)
					.build()
					.get()
					.uri(template, variables)
					.header("X-Tenant", "one")
					.retrieve()
					.toBodilessEntity();
			}

			@Override
			void call(TestApplication application, URI uri) {
				application.bean(RestClient.Builder.class).build().get().uri(uri).retrieve().toBodilessEntity();
			}

			@Override
			void callUntraced(URI uri) {
				RestClient.create().get().uri(uri).retrieve().toBodilessEntity();
			}

		},

		REST_TEMPLATE {

			@Override
			void call(TestApplication application, String template, Object... variables) {
				application.bean(RestTemplateBuilder.class)
					.defaultHeader("X-Tenant", "one")
					.build()
					.getForEntity(template, String.class, variables);
			}

			@Override
			void call(TestApplication application, URI uri) {
				application.bean(RestTemplateBuilder.class).build().getForEntity(uri, String.class);
			}

			@Override
			void callUntraced(URI uri) {
				new RestTemplateBuilder().build().getForEntity(uri, String.class);
			}

		},

		WEB_CLIENT {

			@Override
			void call(TestApplication application, String template, Object... variables) {
				application.bean(WebClient.Builder.class)
					.build()
					.get()
					.uri(template, variables)
					.header("X-Tenant", "one")
					.retrieve()
					.toBodilessEntity()
					.block(Duration.ofSeconds(30));
			}

			@Override
			void call(TestApplication application, URI uri) {
				application.bean(WebClient.Builder.class)
					.build()
					.get()
					.uri(uri)
					.retrieve()
					.toBodilessEntity()
					.block(Duration.ofSeconds(30));
			}

			@Override
			void callUntraced(URI uri) {
				WebClient.create().get().uri(uri).retrieve().toBodilessEntity().block(Duration.ofSeconds(30));
			}

		};

		abstract void call(TestApplication application, String template, Object... variables);

		abstract void call(TestApplication application, URI uri);

		abstract void callUntraced(URI uri);

	}

}
