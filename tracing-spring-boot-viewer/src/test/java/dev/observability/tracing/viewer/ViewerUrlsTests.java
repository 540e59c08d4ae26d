// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ViewerUrls} and {@link ViewerAddress}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ViewerUrlsTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	private static final String[] ON_MANAGEMENT = { ENABLED, "observability.tracing.viewer.server=management",
			"management.server.port=0", "management.server.address=127.0.0.1", "server.servlet.context-path=/app",
			"spring.webflux.base-path=/app" };

	@ParameterizedTest
	@CsvSource({ "'', http://localhost:8080/tracing/", "0.0.0.0, http://localhost:8080/tracing/",
			"::, http://localhost:8080/tracing/", "127.0.0.1, http://127.0.0.1:8080/tracing/",
			"::1, http://[::1]:8080/tracing/", "fe80::7, http://[fe80::7]:8080/tracing/",
			"[::1], http://[::1]:8080/tracing/", "laptop.example, http://laptop.example:8080/tracing/" })
	void theLogHasWhatABrowserOpens(String address, String url) {
		MockEnvironment environment = new MockEnvironment().withProperty("server.address", address);
		assertThat(new ViewerUrls("/tracing", environment).page(8080, false)).isEqualTo(url);
	}

	@Test
	void theLogSaysWhereThePageIs(CapturedOutput output) {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED,
				"server.servlet.context-path=/app")) {
			assertThat(output).contains("Trace page: http://127.0.0.1:" + app.port() + "/app/tracing/");
		}
	}

	@Test
	void thePageKnowsWhereTheApplicationIs() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED,
				"server.servlet.context-path=/app")) {
			assertThat(app.get("/app/tracing/api/info").body())
				.contains("\"application\":\"http://localhost:" + app.port() + "/app\"");
		}
		try (ViewerApp app = ViewerApp.reactive(ViewerReactiveTests.Shop.class, ENABLED)) {
			assertThat(app.get("/tracing/api/info").body())
				.contains("\"application\":\"http://localhost:" + app.port() + "\"");
		}
	}

	@Test
	void onTheManagementPortItKnowsThatToo() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ON_MANAGEMENT)) {
			assertThat(app.management("/tracing/api/info"))
				.contains("\"application\":\"http://127.0.0.1:" + app.port() + "/app\"", "\"basePath\":\"/tracing\"");
		}
		try (ViewerApp app = ViewerApp.reactive(ViewerReactiveTests.ManagedShop.class, ON_MANAGEMENT)) {
			assertThat(app.management("/tracing/api/info"))
				.contains("\"application\":\"http://127.0.0.1:" + app.port() + "/app\"");
		}
	}

}
