// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.junit.jupiter.api.Test;

import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.jetty.reactive.JettyReactiveWebServerFactory;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page in other servers than the usual ones, and where nothing is made
 * before it is needed.
 */
class ViewerServersTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	@Test
	void jettyHasThePage() {
		try (ViewerApp app = ViewerApp.servlet(JettyShop.class, ENABLED)) {
			assertThat(((WebServerApplicationContext) app.context()).getWebServer()).isInstanceOf(JettyWebServer.class);
			assertWorks(app);
		}
		try (ViewerApp app = ViewerApp.reactive(ReactiveJettyShop.class, ENABLED)) {
			assertThat(((WebServerApplicationContext) app.context()).getWebServer()).isInstanceOf(JettyWebServer.class);
			assertWorks(app);
		}
	}

	@Test
	void lazyInitializationLeavesNothingOut() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED,
				"spring.main.lazy-initialization=true")) {
			assertWorks(app);
		}
		try (ViewerApp app = ViewerApp.reactive(ViewerReactiveTests.Shop.class, ENABLED,
				"spring.main.lazy-initialization=true")) {
			assertWorks(app);
		}
	}

	private static void assertWorks(ViewerApp app) {
		assertThat(app.get("/tracing/").body()).contains("<!doctype html>");
		assertThat(app.get("/tracing").statusCode()).isEqualTo(302);
		assertThat(app.get("/hello").body()).isEqualTo("hello");
		assertThat(app.await("/tracing/api/traces", (body) -> body.contains("GET /hello"))).doesNotContain("tracing/");
		assertThat(ViewerApp.send("DELETE", app.port(), "/tracing/api/traces", "").statusCode()).isEqualTo(204);
		assertThat(app.get("/tracing/", "X-Forwarded-For", "127.0.0.1").statusCode()).isEqualTo(403);
		assertThat(app.get("/tracing/nowhere").statusCode()).isEqualTo(404);
	}

	/** A servlet application in Jetty. */
	@Configuration(proxyBeanMethods = false)
	static class JettyShop extends ViewerServletTests.Shop {

		@Bean
		JettyServletWebServerFactory server() {
			return new JettyServletWebServerFactory();
		}

	}

	/** A reactive application in Jetty. */
	@Configuration(proxyBeanMethods = false)
	static class ReactiveJettyShop extends ViewerReactiveTests.Shop {

		@Bean
		JettyReactiveWebServerFactory server() {
			return new JettyReactiveWebServerFactory();
		}

	}

}
