// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.net.http.HttpResponse;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the page in reactive applications.
 */
class ViewerReactiveTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	@Test
	void aRequestIsOnThePageAndThePageIsNot() {
		try (ViewerApp app = ViewerApp.reactive(Shop.class, ENABLED)) {
			assertThat(app.get("/tracing/").body()).contains("<!doctype html>");
			assertThat(app.get("/hello").body()).isEqualTo("hello");
			String list = app.await("/tracing/api/traces", (body) -> body.contains("GET /hello"));
			assertThat(list).contains("\"total\":1");
			assertThat(app.get("/actuator/prometheus").body()).contains("uri=\"/hello\"")
				.doesNotContain("uri=\"/tracing");
			assertThat(app.get("/tracing").statusCode()).isEqualTo(302);
			assertThat(app.get("/tracingx").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void aBasePathStandsBeforeIt() {
		try (ViewerApp app = ViewerApp.reactive(Shop.class, ENABLED, "spring.webflux.base-path=/app")) {
			assertThat(app.get("/app/tracing/api/info").body()).contains("\"basePath\":\"/app/tracing\"");
			assertThat(app.get("/tracing/").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void bodiesAreReadAndAnswersHaveNoneWhereNoneIsWanted() {
		try (ViewerApp app = ViewerApp.reactive(Shop.class, ENABLED)) {
			HttpResponse<String> answer = ViewerApp.send("POST", app.port(), "/tracing/v1/traces",
					"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
							+ "\"spanId\":\"b7ad6b7169203331\",\"name\":\"elsewhere\"}]}]}]}",
					"Content-Type", "application/json");
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(app.get("/tracing/api/traces").body()).contains("elsewhere");
			assertThat(ViewerApp.send("HEAD", app.port(), "/tracing/", "").body()).isEmpty();
			assertThat(ViewerApp.send("DELETE", app.port(), "/tracing/api/traces", "").statusCode()).isEqualTo(204);
		}
	}

	@Test
	void aProxyIsSeenAndWhoBelievesItNeedsTheToken() {
		try (ViewerApp app = ViewerApp.reactive(Shop.class, ENABLED)) {
			assertThat(app.get("/tracing/api/traces", "Forwarded", "for=127.0.0.1").statusCode()).isEqualTo(403);
		}
		try (ViewerApp app = ViewerApp.reactive(Shop.class, ENABLED, "server.forward-headers-strategy=framework")) {
			assertThat(app.get("/tracing/api/traces", "Forwarded", "for=127.0.0.1").statusCode()).isEqualTo(403);
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(403);
		}
	}

	@Test
	void springSecurityLeavesThePageAlone() {
		try (ViewerApp app = ViewerApp.reactive(SecuredShop.class, ENABLED)) {
			assertThat(app.get("/hello").statusCode()).isEqualTo(401);
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void aRouteWhereThePageIsStopsTheStart() {
		assertThatExceptionOfType(InvalidTracingPropertyException.class)
			.isThrownBy(() -> ViewerApp.reactive(Shop.class, ENABLED, "observability.tracing.viewer.path=/hello"))
			.withMessageContaining("HelloController#hello");
	}

	@Test
	void offMeansThatNothingIsThere() {
		try (ViewerApp app = ViewerApp.reactive(Shop.class)) {
			assertThat(app.get("/tracing/").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void withAManagementPortThePageStaysWithTheApplication() {
		try (ViewerApp app = ViewerApp.reactive(ManagedShop.class, ENABLED, "management.server.port=0",
				"management.server.address=127.0.0.1")) {
			int management = app.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(app.get("/tracing/").statusCode()).isEqualTo(200);
			assertThat(ViewerApp.send("GET", management, "/tracing/", "").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void thePageMayBeOnTheManagementPort() {
		try (ViewerApp app = ViewerApp.reactive(ManagedShop.class, ENABLED,
				"observability.tracing.viewer.server=management", "management.server.port=0",
				"management.server.address=127.0.0.1")) {
			int management = app.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(app.get("/tracing/").statusCode()).isEqualTo(404);
			assertThat(ViewerApp.send("GET", management, "/tracing/", "").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void onTheManagementPortThePageLeavesItsPathToTheApplication() {
		try (ViewerApp app = ViewerApp.reactive(TracingShop.class, ENABLED,
				"observability.tracing.viewer.server=management", "management.server.port=0",
				"management.server.address=127.0.0.1")) {
			assertThat(app.get("/tracing/parcels").body()).isEqualTo("parcels");
			assertThat(Awaitility.await()
				.until(() -> app.management("/tracing/api/traces"), (body) -> body.contains("GET /tracing/parcels")))
				.contains("\"total\":1")
				.doesNotContain("tracing/api");
			assertThat(app.management("/actuator/prometheus")).contains("uri=\"/tracing/parcels\"")
				.doesNotContain("uri=\"/tracing/api");
		}
	}

	/** An application that everybody may use. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HelloController.class)
	static class Shop {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

	/** An application with one server for management, where the tests have two. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
			+ "TomcatReactiveManagementContextAutoConfiguration")
	static class ManagedShop extends Shop {

	}

	/** An application that has something to trace of its own. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
			+ "TomcatReactiveManagementContextAutoConfiguration")
	@Import(TracingController.class)
	static class TracingShop extends Shop {

	}

	/** What that is. */
	@RestController
	static class TracingController {

		@GetMapping("/tracing/parcels")
		Mono<String> parcels() {
			return Mono.just("parcels");
		}

	}

	/** An application with Spring Security as it comes. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HelloController.class)
	static class SecuredShop {

	}

	/** What it does. */
	@RestController
	static class HelloController {

		@GetMapping("/hello")
		Mono<String> hello() {
			return Mono.just("hello");
		}

	}

}
