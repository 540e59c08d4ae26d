// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.net.http.HttpResponse;

import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.JobTracing;
import dev.observability.tracing.job.JobTracing.OpenJob;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page in servlet applications.
 */
@SuppressWarnings("try")
class ViewerServletTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	@Test
	void aRequestIsOnThePageWithItsLogLines() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED)) {
			assertThat(app.get("/hello?password=secret").body()).isEqualTo("hello");
			String list = app.await("/tracing/api/traces", (body) -> body.contains("GET /hello"));
			String id = list.substring(list.indexOf("\"id\":\"") + 6, list.indexOf("\"id\":\"") + 38);
			String trace = app.await("/tracing/api/traces/" + id, (body) -> body.contains("saying hello"));
			assertThat(trace)
				.contains("\"service.name\"", "\"shop\"", "url.query", "REDACTED", "\"severityText\":\"INFO\"",
						"exception.stacktrace", "IllegalStateException")
				.doesNotContain("secret");
		}
	}

	@Test
	void thePageIsInNoTraceAndNoMeter() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED)) {
			assertThat(app.get("/tracing/").body()).contains("<!doctype html>");
			assertThat(app.get("/tracing").statusCode()).isEqualTo(302);
			app.get("/tracing/api/traces");
			app.get("/hello");
			String list = app.await("/tracing/api/traces", (body) -> body.contains("GET /hello"));
			assertThat(list).contains("\"total\":1").doesNotContain("tracing/");
			assertThat(app.get("/actuator/prometheus").body()).contains("uri=\"/hello\"")
				.doesNotContain("uri=\"/tracing");
		}
	}

	@Test
	void aContextPathStandsBeforeIt() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED, "server.servlet.context-path=/app",
				"observability.tracing.viewer.path=/dev/traces")) {
			assertThat(app.get("/app/dev/traces/").statusCode()).isEqualTo(200);
			assertThat(app.get("/app/dev/traces/api/info").body()).contains("\"basePath\":\"/app/dev/traces\"");
			assertThat(app.get("/app/dev/traces").headers().firstValue("Location")).hasValue("/app/dev/traces/");
			assertThat(app.get("/app/tracing/").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void spansOfOthersComeInByPost() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED)) {
			HttpResponse<String> answer = ViewerApp.send("POST", app.port(), "/tracing/v1/traces",
					"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
							+ "\"spanId\":\"b7ad6b7169203331\",\"name\":\"elsewhere\"}]}]}]}",
					"Content-Type", "application/json");
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(app.get("/tracing/api/traces").body()).contains("elsewhere");
		}
	}

	@Test
	void jobsThatRunAreShownHereAndThere() {
		try (ViewerApp page = ViewerApp.servlet(Shop.class, ENABLED);
				ViewerApp other = ViewerApp.servlet(Shop.class, "spring.application.name=other",
						"observability.tracing.viewer.forward-to=http://localhost:" + page.port() + "/tracing")) {
			try (OpenJob here = page.context().getBean(JobTracing.class).job("settle").id("42").start()) {
				JobProgress.report(25, "mail to http://user:hunter2@host/ queued");
				assertThat(page.get("/tracing/api/jobs").body())
					.contains("\"name\":\"settle\"", "\"id\":\"42\"", "\"percent\":25.0", "\"service\":\"shop\"",
							"queued")
					.doesNotContain("hunter2");
			}
			assertThat(page.get("/tracing/api/jobs").body()).isEqualTo("{\"jobs\":[]}");
			try (OpenJob there = other.context().getBean(JobTracing.class).job("receive").start()) {
				page.await("/tracing/api/jobs", (body) -> body.contains("\"service\":\"other\""));
			}
			page.await("/tracing/api/jobs", "{\"jobs\":[]}"::equals);
		}
	}

	@Test
	void aProxyIsSeen() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED)) {
			assertThat(app.get("/tracing/api/traces", "X-Forwarded-For", "127.0.0.1").statusCode()).isEqualTo(403);
			assertThat(app.get("/tracing/", "Via", "1.1 proxy").statusCode()).isEqualTo(403);
		}
	}

	@Test
	void whoBelievesProxiesNeedsTheToken() {
		for (String strategy : new String[] { "framework", "native" }) {
			try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED, "server.forward-headers-strategy=" + strategy,
					"observability.tracing.viewer.token=0123456789abcdef")) {
				assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(401);
				assertThat(app.get("/tracing/api/traces", "X-Forwarded-For", "127.0.0.1").statusCode()).isEqualTo(401);
				assertThat(app.get("/tracing/api/traces", "Authorization", "Bearer 0123456789abcdef").statusCode())
					.isEqualTo(200);
			}
		}
	}

	@Test
	void springSecurityAsItComesLeavesThePageAlone() {
		try (ViewerApp app = ViewerApp.servlet(SecuredShop.class, ENABLED)) {
			assertThat(app.get("/hello").statusCode()).isEqualTo(401);
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(200);
			assertThat(ViewerApp.send("DELETE", app.port(), "/tracing/api/traces", "").statusCode()).isEqualTo(204);
			assertThat(app.get("/tracing/api/traces", "X-Forwarded-For", "127.0.0.1").statusCode()).isEqualTo(403);
		}
	}

	@Test
	void aStatelessChainLeavesThePageAlone() {
		try (ViewerApp app = ViewerApp.servlet(StatelessShop.class, ENABLED)) {
			assertThat(app.get("/hello").statusCode()).isEqualTo(403);
			HttpResponse<String> page = app.get("/tracing/api/traces");
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.headers().map()).doesNotContainKey("set-cookie");
		}
	}

	@Test
	void offMeansThatNothingIsThere() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class)) {
			assertThat(app.get("/tracing/").statusCode()).isEqualTo(404);
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(404);
			assertThat(app.context().getBeanDefinitionNames()).noneMatch((name) -> name.startsWith("tracingViewer"));
			assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().equals("tracing-viewer"));
		}
	}

	@Test
	void thePageMayBeOnTheManagementPort() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED, "observability.tracing.viewer.server=management",
				"management.server.port=0", "management.server.address=127.0.0.1")) {
			int management = app.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(app.get("/tracing/").statusCode()).isEqualTo(404);
			assertThat(ViewerApp.send("GET", management, "/tracing/", "").statusCode()).isEqualTo(200);
			assertThat(ViewerApp.send("GET", management, "/tracing/api/traces", "").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void withAManagementPortThePageStaysWithTheApplication() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED, "management.server.port=0",
				"management.server.address=127.0.0.1")) {
			int management = app.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(app.get("/tracing/").statusCode()).isEqualTo(200);
			assertThat(ViewerApp.send("GET", management, "/tracing/", "").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void anotherServiceForwardsToThePage() {
		try (ViewerApp page = ViewerApp.servlet(Shop.class, ENABLED);
				ViewerApp other = ViewerApp.servlet(Shop.class, "spring.application.name=other",
						"observability.tracing.viewer.forward-to=http://localhost:" + page.port() + "/tracing")) {
			assertThat(other.get("/hello").body()).isEqualTo("hello");
			assertThat(page.await("/tracing/api/traces", (body) -> body.contains("GET /hello")))
				.contains("\"service\":\"other\"");
			// Both applications log in this process
			page.await("/tracing/api/traces", (body) -> body.matches(".*\"errors\":0,\"logs\":[1-9].*"));
			assertThat(other.get("/tracing/").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void aPageThatIsAwayHurtsNobody() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class,
				"observability.tracing.viewer.forward-to=http://localhost:1/tracing")) {
			assertThat(app.get("/hello").body()).isEqualTo("hello");
		}
	}

	/** An application without Spring Security. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class },
			excludeName = "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration")
	@Import(HelloController.class)
	static class Shop {

	}

	/** An application with Spring Security as it comes. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HelloController.class)
	static class SecuredShop {

	}

	/** An application that denies all and keeps no session. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HelloController.class)
	static class StatelessShop {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll())
				.build();
		}

	}

	/** What it does. */
	@RestController
	static class HelloController {

		private static final Logger logger = LoggerFactory.getLogger(HelloController.class);

		@GetMapping("/hello")
		String hello() {
			logger.info("saying hello, see http://user:secret@host/", new IllegalStateException("why not"));
			return "hello";
		}

	}

}
