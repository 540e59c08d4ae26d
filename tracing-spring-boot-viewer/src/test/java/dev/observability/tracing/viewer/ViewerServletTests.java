// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.JobTracing;
import dev.observability.tracing.job.JobTracing.OpenJob;
import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.ring.Ring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the page in servlet applications.
 */
@SuppressWarnings("try")
class ViewerServletTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	private static String id(String list) {
		int name = list.indexOf("\"id\":\"");
		return list.substring(name + 6, name + 38);
	}

	private static String lines(String trace) {
		return trace.substring(Math.max(0, trace.indexOf("\"resourceLogs\":[")));
	}

	@Test
	void aRequestIsOnThePageWithItsLogLines() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED)) {
			assertThat(app.get("/hello?password=secret").body()).isEqualTo("hello");
			String list = app.await("/tracing/api/traces", (body) -> body.contains("GET /hello"));
			String trace = app.await("/tracing/api/traces/" + id(list), (body) -> body.contains("saying hello"));
			assertThat(trace)
				.contains("\"service.name\"", "\"shop\"", "url.query", "REDACTED", "\"severityText\":\"INFO\"",
						"exception.stacktrace", "IllegalStateException",
						"{\"key\":\"guests\",\"value\":{\"intValue\":\"3\"}}", "\"key\":\"from\"",
						"{\"key\":\"names\",\"value\":{\"stringValue\":\"Ada\"}}")
				.doesNotContain("secret", "another");
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
	void aTraceThatIsTooOldGoesFromThePage() {
		try (ViewerApp app = ViewerApp.servlet(AgingShop.class, ENABLED, "observability.tracing.viewer.max-age=5m")) {
			app.get("/hello");
			app.await("/tracing/api/traces", (body) -> body.contains("GET /hello"));
			assertThat(app.get("/tracing/api/info").body()).contains("\"ageMillis\":300000");
			app.context().getBean(AtomicLong.class).addAndGet(Duration.ofMinutes(6).toNanos());
			assertThat(app.await("/tracing/api/traces", (body) -> body.contains("\"total\":0"))).contains("\"age\":1");
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

	@ParameterizedTest
	@ValueSource(strings = { "server.forward-headers-strategy=framework", "server.forward-headers-strategy=native",
			"server.tomcat.remoteip.remote-ip-header=X-Real-Address",
			"server.tomcat.remoteip.protocol-header=X-Forwarded-Proto", "spring.main.cloud-platform=heroku" })
	void whoBelievesProxiesNeedsTheToken(String setting) {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED, setting)) {
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(403);
			assertThat(app.get("/tracing/api/traces", "X-Real-Address", "127.0.0.1").statusCode()).isEqualTo(403);
		}
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED, setting,
				"observability.tracing.viewer.token=0123456789abcdef")) {
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(401);
			assertThat(app.get("/tracing/api/traces", "X-Forwarded-For", "127.0.0.1").statusCode()).isEqualTo(401);
			assertThat(app.get("/tracing/api/traces", "Authorization", "Bearer 0123456789abcdef").statusCode())
				.isEqualTo(200);
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

	@ParameterizedTest
	@ValueSource(strings = { "/hello", "/shop" })
	void aRouteWhereThePageIsStopsTheStart(String path) {
		assertThatExceptionOfType(InvalidTracingPropertyException.class)
			.isThrownBy(() -> ViewerApp.servlet(Shop.class, ENABLED, "observability.tracing.viewer.path=" + path))
			.withMessageContaining("observability.tracing.viewer.path must be")
			.withMessageContaining("HelloController#")
			.satisfies((ex) -> assertThat(ex.getFix()).contains("/dev" + path));
	}

	@Test
	void aRouteOfAnotherServletPathIsNotWhereThePageIs() {
		try (ViewerApp app = ViewerApp.servlet(Shop.class, ENABLED, "observability.tracing.viewer.path=/hello",
				"spring.mvc.servlet.path=/api")) {
			assertThat(app.get("/hello/").statusCode()).isEqualTo(200);
			assertThat(app.get("/api/hello").body()).isEqualTo("hello");
		}
	}

	@Test
	void anotherServiceForwardsToThePage() {
		try (ViewerApp page = ViewerApp.servlet(Shop.class, ENABLED);
				ViewerApp other = ViewerApp.servlet(Shop.class, "spring.application.name=other",
						"observability.tracing.viewer.forward-to=http://localhost:" + page.port() + "/tracing")) {
			assertThat(other.get("/hello").body()).isEqualTo("hello");
			String list = page.await("/tracing/api/traces", (body) -> body.contains("GET /hello"));
			assertThat(list).contains("\"service\":\"other\"");
			String trace = "/tracing/api/traces/" + id(list);
			// Both applications log in this process, so the page has the line as its own,
			// too
			page.await(trace,
					(body) -> lines(body).contains("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"other\"}}")
							&& lines(body).contains("saying hello"));
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

	/** An application whose time passes when the test says so. */
	@Configuration(proxyBeanMethods = false)
	static class AgingShop extends Shop {

		@Bean
		AtomicLong time() {
			return new AtomicLong();
		}

		@Bean
		Ring ring(ViewerProperties properties, AtomicLong time) {
			return new Ring(properties.limits(), time::get, Redactor.standard());
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

		private static final Logger logger = LoggerFactory.getLogger(HelloController.class);

		@GetMapping("/hello")
		String hello() {
			StringBuilder names = new StringBuilder("Ada");
			logger.atInfo()
				.setCause(new IllegalStateException("why not"))
				.addKeyValue("guests", 3)
				.addKeyValue("names", names)
				.addKeyValue("from", "http://user:secret@host/")
				.addKeyValue("thread.name", "another")
				.log("saying hello, see http://user:secret@host/");
			names.append(" and another");
			return "hello";
		}

		@GetMapping("/shop/{id}")
		String shop(@PathVariable String id) {
			return id;
		}

	}

}
