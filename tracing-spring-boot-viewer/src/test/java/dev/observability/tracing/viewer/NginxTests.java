// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page behind a real nginx as Debian configures it, which is on this
 * machine and calls the application by its address, as it does unless told otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	private static final String TOKEN = "0123456789abcdef";

	/** What the package itself says of a location, as it is included by most. */
	private static final String DEBIAN = "include /etc/nginx/proxy_params;";

	/** Neither a header nor an old protocol. */
	private static final String SILENT = "proxy_http_version 1.1; proxy_set_header Connection \"\";";

	private static final String OK = "HTTP/1.1 200 ";

	private static final String FORBIDDEN = "HTTP/1.1 403 ";

	private final List<ViewerApp> open = new ArrayList<>();

	private final List<ViewerApp> withToken = new ArrayList<>();

	@BeforeAll
	void start() {
		String token = "observability.tracing.viewer.token=" + TOKEN;
		this.open.add(ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED));
		this.open.add(ViewerApp.reactive(ViewerReactiveTests.Shop.class, ENABLED));
		this.withToken.add(ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, token));
		this.withToken.add(ViewerApp.reactive(ViewerReactiveTests.Shop.class, ENABLED, token));
	}

	@AfterAll
	void stop() {
		this.open.forEach(ViewerApp::close);
		this.withToken.forEach(ViewerApp::close);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", DEBIAN })
	void asItComesItIsSeenAndGetsNothing(String settings) throws IOException {
		for (ViewerApp app : this.open) {
			try (NginxServer nginx = NginxServer.start(app.port(), settings)) {
				assertThat(nginx.get("/hello", "")).startsWith(OK);
				assertThat(nginx.get("/tracing/", "")).startsWith(FORBIDDEN).contains("behind a proxy");
				assertThat(nginx.get("/tracing/api/traces", "")).startsWith(FORBIDDEN).contains("behind a proxy");
			}
		}
	}

	// As the documentation says: it looks as a browser does, and the token is what helps
	@Test
	void oneThatAddsNothingCannotBeSeen() throws IOException {
		for (ViewerApp app : this.open) {
			try (NginxServer nginx = NginxServer.start(app.port(), SILENT)) {
				assertThat(nginx.get("/tracing/api/traces", "")).startsWith(OK);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", DEBIAN, SILENT })
	void theTokenIsDemandedHoweverItIsSet(String settings) throws IOException {
		for (ViewerApp app : this.withToken) {
			try (NginxServer nginx = NginxServer.start(app.port(), settings)) {
				assertThat(nginx.get("/tracing/api/traces", "")).startsWith("HTTP/1.1 401 ");
				assertThat(nginx.get("/tracing/api/traces", "Authorization: Bearer " + TOKEN + "\r\n")).startsWith(OK);
				assertThat(nginx.get("/tracing/", "")).startsWith(OK);
			}
		}
	}

}
