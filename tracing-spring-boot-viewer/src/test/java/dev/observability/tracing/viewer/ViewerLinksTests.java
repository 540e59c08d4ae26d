// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the links that applications log.
 */
@ExtendWith(OutputCaptureExtension.class)
class ViewerLinksTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	/** So that whatever is traced has a link. */
	private static final String ALL_SLOW = "observability.tracing.viewer.slow-threshold=0s";

	private static final Pattern LINK = Pattern
		.compile(": (.+) (failed after|took) [0-9]+ ms: http://127\\.0\\.0\\.1:([0-9]+)(/.*)\\?trace=([0-9a-f]{32})");

	private static MatchResult link(CapturedOutput output, String name) {
		return Awaitility.await()
			.until(() -> LINK.matcher(output.getOut())
				.results()
				.filter((match) -> match.group(1).equals(name))
				.findFirst()
				.orElse(null), (match) -> match != null);
	}

	// The page reads the id from the address and asks for the trace by it
	private static void assertLeads(MatchResult link, String path, int port, String name) {
		assertThat(link.group(3)).isEqualTo(Integer.toString(port));
		assertThat(link.group(4)).isEqualTo(path);
		assertThat(ViewerApp.send("GET", port, path + "?trace=" + link.group(5), "").body())
			.contains("<!doctype html>");
		assertThat(ViewerApp.send("GET", port, path + "api/traces/" + link.group(5), "").body()).contains(name);
	}

	@Test
	void aRequestThatFailedHasALinkThatLeadsToIt(CapturedOutput output) {
		try (ViewerApp app = ViewerApp.servlet(FailingShop.class, ENABLED, "server.servlet.context-path=/app")) {
			assertThat(app.get("/app/fail").statusCode()).isEqualTo(500);
			MatchResult link = link(output, "GET /app/fail");
			assertThat(link.group(2)).isEqualTo("failed after");
			assertLeads(link, "/app/tracing/", app.port(), "GET /app/fail");
		}
	}

	@Test
	void aSlowRequestHasALinkAndThePageHasNone(CapturedOutput output) {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, ALL_SLOW)) {
			app.get("/tracing/");
			app.get("/tracing/api/traces");
			app.get("/hello");
			assertLeads(link(output, "GET /hello"), "/tracing/", app.port(), "GET /hello");
		}
		assertThat(LINK.matcher(output.getOut()).results()).hasSize(1);
	}

	@Test
	void soHasOneOfAReactiveApplication(CapturedOutput output) {
		try (ViewerApp app = ViewerApp.reactive(ViewerReactiveTests.Shop.class, ENABLED, ALL_SLOW,
				"spring.webflux.base-path=/app")) {
			app.get("/app/tracing/");
			app.get("/app/hello");
			assertLeads(link(output, "GET /app/hello"), "/app/tracing/", app.port(), "GET /app/hello");
		}
		assertThat(LINK.matcher(output.getOut()).results()).hasSize(1);
	}

	@Test
	void theLinkLeadsToTheManagementPortWhereThePageIs(CapturedOutput output) {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, ALL_SLOW,
				"observability.tracing.viewer.server=management", "management.server.port=0",
				"management.server.address=127.0.0.1", "server.servlet.context-path=/app")) {
			app.get("/app/hello");
			int management = app.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertLeads(link(output, "GET /app/hello"), "/tracing/", management, "GET /app/hello");
		}
	}

	@Test
	void theLinkOfWhoForwardsLeadsToThatPage(CapturedOutput output) {
		try (ViewerApp page = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED,
				"observability.tracing.viewer.path=/dev");
				ViewerApp other = ViewerApp.servlet(ViewerServletTests.Shop.class, "spring.application.name=other",
						ALL_SLOW, "observability.tracing.viewer.forward-to=http://127.0.0.1:" + page.port() + "/dev")) {
			other.get("/hello");
			assertLeads(link(output, "GET /hello"), "/dev/", page.port(), "\"other\"");
		}
	}

	@Test
	void aPageThatIsAwayHasNoLink(CapturedOutput output) {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ALL_SLOW,
				"observability.tracing.viewer.forward-to=http://localhost:1/tracing")) {
			app.get("/hello");
		}
		assertThat(output).doesNotContain("?trace=");
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.viewer.links-per-minute=0",
			"observability.tracing.viewer.enabled=false", "spring.profiles.active=production" })
	void noneAreLoggedWhereNobodyWantsThem(String setting, CapturedOutput output) {
		try (ViewerApp app = ViewerApp.servlet(FailingShop.class, ENABLED, ALL_SLOW,
				"observability.tracing.viewer.token=0123456789abcdef", setting)) {
			assertThat(app.get("/fail").statusCode()).isEqualTo(500);
		}
		assertThat(output).contains("why not").doesNotContain("?trace=");
	}

	/** An application that fails. */
	@Configuration(proxyBeanMethods = false)
	@Import(FailController.class)
	static class FailingShop extends ViewerServletTests.Shop {

	}

	/** What fails. */
	@RestController
	static class FailController {

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException("why not");
		}

	}

}
