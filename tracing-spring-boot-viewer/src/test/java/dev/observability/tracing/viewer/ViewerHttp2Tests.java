// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page over HTTP/2, where the name of the server is in no header.
 */
class ViewerHttp2Tests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	private static final String HTTP2 = "server.http2.enabled=true";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

	// The first request is one of HTTP/1.1, with a name, that asks for HTTP/2
	private HttpResponse<String> second(String method, String url, String... headers) throws Exception {
		send("GET", url);
		HttpResponse<String> response = send(method, url, headers);
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		return response;
	}

	private HttpResponse<String> send(String method, String url, String... headers)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
			.method(method, HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void aServletContainerTellsByWhichNameItWasCalled() throws Exception {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, HTTP2)) {
			assertAnswered("http://localhost:" + app.port());
		}
	}

	@Test
	void aReactiveServerTellsIt() throws Exception {
		try (ViewerApp app = ViewerApp.reactive(ViewerReactiveTests.Shop.class, ENABLED, HTTP2)) {
			assertAnswered("http://localhost:" + app.port());
		}
		try (ViewerApp app = ViewerApp.reactive(ShopInAContainer.class, ENABLED, HTTP2)) {
			assertAnswered("http://localhost:" + app.port());
		}
	}

	private void assertAnswered(String server) throws Exception {
		HttpResponse<String> info = second("GET", server + "/tracing/api/info");
		assertThat(info.statusCode()).as(info.body()).isEqualTo(200);
		assertThat(info.body()).contains("\"otlp\":\"" + server + "/tracing\"");
		assertThat(second("DELETE", server + "/tracing/api/traces", "Origin", server).statusCode()).isEqualTo(204);
		assertThat(second("DELETE", server + "/tracing/api/traces", "Origin", "http://evil.example").statusCode())
			.isEqualTo(403);
		assertThat(second("GET", server + "/tracing/", "X-Forwarded-For", "127.0.0.1").statusCode()).isEqualTo(403);
	}

	// An address of the loopback interface, but no name of it that the page knows
	@ParameterizedTest
	@ValueSource(classes = { ViewerReactiveTests.Shop.class, ShopInAContainer.class })
	void byAnotherNameAReactiveServerAnswersNobody(Class<?> shop) throws Exception {
		try (ViewerApp app = ViewerApp.reactive(shop, ENABLED, HTTP2, "server.address=127.0.0.2")) {
			assertThat(second("GET", "http://127.0.0.2:" + app.port() + "/tracing/").statusCode()).isEqualTo(403);
		}
	}

	@Test
	void byAnotherNameAServletContainerAnswersNobody() throws Exception {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, HTTP2,
				"server.address=127.0.0.2")) {
			assertThat(second("GET", "http://127.0.0.2:" + app.port() + "/tracing/").statusCode()).isEqualTo(403);
		}
	}

	/** A reactive application in a servlet container. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ShopInAContainer extends ViewerReactiveTests.Shop {

		@Bean
		TomcatReactiveWebServerFactory server() {
			return new TomcatReactiveWebServerFactory();
		}

	}

}
