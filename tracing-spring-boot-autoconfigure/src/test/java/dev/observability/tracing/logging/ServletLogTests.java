// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The log of a real Tomcat: lines of JSON from the first, the ids on the lines of errors
 * and in the access log.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServletLogTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT = "00f067aa0ba902b7";

	private static final String[] TRACED = { "traceparent", "00-" + TRACE + "-" + PARENT + "-01" };

	/** With an id that differs from that of the trace. */
	private static final String[] CORRELATED = { TRACED[0], TRACED[1], "X-Correlation-ID", "order-4711" };

	private static final Predicate<JsonNode> UNCAUGHT = (line) -> line.get("level").asString().equals("ERROR")
			&& line.path("stack_trace").asString("").contains("it broke");

	private final HttpClient client = HttpClient.newHttpClient();

	// Boot hands these to Logback as system properties and leaves them there
	@AfterEach
	void forgetTheFormat() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("LOG_CORRELATION_PATTERN");
	}

	@Test
	void everyLineIsJsonFromTheStartToTheEnd(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logstash")) {
			get(context, "/ok", TRACED);
		}
		List<JsonNode> lines = StrictJson.lines(output.getOut());
		assertThat(lines.get(0).get("message").asString()).startsWith("Starting ");
		assertThat(lines.toString()).contains("Tomcat initialized", "OpenTelemetry tracing initialized");
		assertThat(lines).allSatisfy((line) -> {
			assertThat(line.get("service.name").asString()).isEqualTo("orders");
			assertThat(line.has("tags")).isFalse();
		});
		JsonNode ok = line(lines, (line) -> line.get("message").asString().equals("serving ok"));
		assertThat(ok.get("trace_id").asString()).isEqualTo(TRACE);
		assertThat(ok.get("span_id").asString()).hasSize(16).isNotEqualTo(PARENT);
		assertThat(ok.get("trace_flags").asString()).isEqualTo("01");
		assertThat(ok.get("correlation_id").asString()).isEqualTo(TRACE);
		assertThat(ok.get("order").asInt()).isEqualTo(7);
	}

	@Test
	void uncaughtErrorHasTheIdsOfItsRequest(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logstash", "--server.tomcat.threads.max=1",
				"--server.tomcat.threads.min-spare=1")) {
			String span = get(context, "/fail");
			JsonNode error = line(StrictJson.lines(output.getOut()), UNCAUGHT);
			assertThat(error.get("trace_id").asString()).isEqualTo(TRACE);
			assertThat(error.get("span_id").asString()).hasSize(16).isNotEqualTo(PARENT);
			assertThat(error.get("correlation_id").asString()).isEqualTo("order-4711");
			assertThat(error.get("logger_name").asString()).contains("catalina");
			assertThat(error.toString()).doesNotContain("hunter2");
			assertThat(span).isNotNull();
			// The only thread serves the next request, which is dropped before any span
			assertThat(context.getBean(Pages.class).leftBehind()).isEmpty();
			get(context, "/ok");
			assertThat(context.getBean(Pages.class).leftBehind()).isEmpty();
		}
	}

	@Test
	void uncaughtErrorOfAsyncDispatchHasTheIdsOfItsRequest(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logstash", "--server.tomcat.threads.max=1",
				"--server.tomcat.threads.min-spare=1")) {
			get(context, "/async");
			JsonNode error = line(StrictJson.lines(output.getOut()), UNCAUGHT);
			assertThat(error.get("trace_id").asString()).isEqualTo(TRACE);
			assertThat(error.get("span_id").asString()).hasSize(16).isNotEqualTo(PARENT);
			assertThat(error.get("correlation_id").asString()).isEqualTo("order-4711");
			get(context, "/ok");
			assertThat(context.getBean(Pages.class).leftBehind()).isEmpty();
		}
	}

	@Test
	void accessLogHasTheIdsByOneLineOfConfiguration(@TempDir Path folder) throws Exception {
		try (ConfigurableApplicationContext context = start("none", "--server.tomcat.basedir=" + folder,
				"--server.tomcat.accesslog.enabled=true", "--server.tomcat.accesslog.buffered=false",
				"--server.tomcat.accesslog.pattern=%s %U %{trace_id}r %{span_id}r %{correlation_id}r")) {
			get(context, "/ok");
			get(context, "/fail");
			get(context, "/async");
			List<String> lines = accessLog(folder, 3);
			assertThat(lines.get(0)).matches("200 /ok " + TRACE + " (?!" + PARENT + ")[0-9a-f]{16} order-4711");
			assertThat(lines.get(1)).matches("500 /fail " + TRACE + " (?!" + PARENT + ")[0-9a-f]{16} order-4711");
			assertThat(lines.get(2)).matches("500 /async " + TRACE + " (?!" + PARENT + ")[0-9a-f]{16} order-4711");
		}
	}

	@Test
	void correlationIdIsThereWhereRequestsAreNotObserved(CapturedOutput output, @TempDir Path folder) throws Exception {
		try (ConfigurableApplicationContext context = start("logstash", "--server.tomcat.basedir=" + folder,
				"--management.observations.enable.http.server.requests=false", "--server.tomcat.threads.max=1",
				"--server.tomcat.threads.min-spare=1", "--server.tomcat.accesslog.enabled=true",
				"--server.tomcat.accesslog.buffered=false",
				"--server.tomcat.accesslog.pattern=%s %U %{trace_id}r %{correlation_id}r")) {
			get(context, "/fail");
			JsonNode error = line(StrictJson.lines(output.getOut()), UNCAUGHT);
			assertThat(error.get("correlation_id").asString()).isEqualTo("order-4711");
			assertThat(error.has("trace_id")).isFalse();
			get(context, "/async");
			assertThat(accessLog(folder, 2)).containsExactly("500 /fail - order-4711", "500 /async - order-4711");
			assertThat(context.getBean(Pages.class).leftBehind()).isEmpty();
		}
	}

	@Test
	void textShowsTheIdsByOurNames(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("auto")) {
			get(context, "/ok");
			get(context, "/fail");
		}
		assertThat(output.getOut()).containsPattern("\\[" + TRACE + "-[0-9a-f]{16}\\] .*: serving ok")
			.containsPattern("ERROR.*\\[" + TRACE + "-[0-9a-f]{16}\\] .*Servlet.service\\(\\)");
	}

	@Test
	void formatOfTheUserWins(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logstash", "--logging.structured.format.console=ecs")) {
			get(context, "/ok");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("serving ok")).toList()).singleElement()
			.satisfies((line) -> assertThat(StrictJson.line(line).has("log")).isTrue());
	}

	@Test
	void wrongFormatStopsTheStartWithTheKey(CapturedOutput output) {
		assertThatThrownBy(() -> start("xml")).isInstanceOf(RuntimeException.class);
		assertThat(output).contains("observability.tracing.logging.format", "xml");
	}

	static ConfigurableApplicationContext start(String format, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.application.name=orders",
				"--spring.main.web-application-type=servlet", "--observability.tracing.logging.format=" + format));
		arguments.addAll(List.of(properties));
		return new SpringApplication(Application.class).run(arguments.toArray(String[]::new));
	}

	private String get(ConfigurableApplicationContext context, String path) {
		return get(context, path, CORRELATED);
	}

	private String get(ConfigurableApplicationContext context, String path, String... headers) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.headers(headers)
			.timeout(Duration.ofSeconds(20))
			.build();
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static JsonNode line(List<JsonNode> lines, Predicate<JsonNode> wanted) {
		return lines.stream().filter(wanted).findFirst().orElseThrow(() -> new AssertionError(lines.toString()));
	}

	// Tomcat writes the line when the response has gone out
	private static List<String> accessLog(Path folder, int lines) throws Exception {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		List<String> read = List.of();
		while (read.size() < lines && System.nanoTime() < deadline) {
			Thread.onSpinWait();
			try (Stream<Path> files = Files.walk(folder)) {
				Path log = files.filter((file) -> file.getFileName().toString().startsWith("access_log"))
					.findFirst()
					.orElse(null);
				read = (log != null) ? Files.readAllLines(log) : List.of();
			}
		}
		assertThat(read).hasSize(lines);
		return read;
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Pages pages() {
			return new Pages();
		}

		// The first of all, so that it sees what the thread brings along
		@Bean
		FilterRegistrationBean<Filter> threadCheck(Pages pages) {
			Filter filter = (request, response, chain) -> {
				pages.see(MDC.getCopyOfContextMap());
				chain.doFilter(request, response);
			};
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
			registration.setOrder(Integer.MIN_VALUE);
			return registration;
		}

	}

	/** Pages that work and pages that fail. */
	@RestController
	static final class Pages {

		private static final Logger logger = LoggerFactory.getLogger(Pages.class);

		private final ConcurrentLinkedQueue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();

		void see(@Nullable Map<String, String> mdc) {
			if (mdc != null && !mdc.isEmpty()) {
				this.seen.add(mdc);
			}
		}

		List<Map<String, String>> leftBehind() {
			return List.copyOf(this.seen);
		}

		@GetMapping("/ok")
		String ok() {
			logger.atInfo().addKeyValue("order", 7).log("serving ok");
			return "ok";
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException("it broke at http://user:hunter2@host/x");
		}

		@GetMapping("/async")
		Callable<String> async() {
			return () -> {
				throw new IllegalStateException("it broke later");
			};
		}

	}

}
