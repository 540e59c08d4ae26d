// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log of a real Netty: the ids on the lines of reactive chains and of errors that
 * nobody caught.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactiveLogTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	@AfterEach
	void forgetTheFormat() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("LOG_CORRELATION_PATTERN");
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fail", "/later" })
	void uncaughtErrorHasTheIdsOfItsRequest(String path, CapturedOutput output) throws Exception {
		call(path);
		List<JsonNode> lines = StrictJson.lines(output.getOut());
		assertThat(lines).filteredOn((line) -> line.path("stack_trace").asString("").contains("it broke"))
			.singleElement()
			.satisfies((line) -> {
				assertThat(line.get("level").asString()).isEqualTo("ERROR");
				assertThat(line.get("trace_id").asString()).isEqualTo(TRACE);
				assertThat(line.get("span_id").asString()).hasSize(16);
				assertThat(line.get("correlation_id").asString()).isEqualTo(TRACE);
			});
	}

	@Test
	void linesOnOtherThreadsHaveTheIdsAndTheThreadsAreLeftClean(CapturedOutput output) throws Exception {
		call("/hop");
		List<JsonNode> lines = StrictJson.lines(output.getOut());
		assertThat(lines).filteredOn((line) -> line.get("message").asString().equals("on another thread"))
			.singleElement()
			.satisfies((line) -> {
				assertThat(line.get("trace_id").asString()).isEqualTo(TRACE);
				assertThat(line.get("thread_name").asString()).startsWith("single-");
			});
		CompletableFuture<String> left = new CompletableFuture<>();
		Schedulers.single().schedule(() -> left.complete(String.valueOf(MDC.get("trace_id"))));
		assertThat(left.get(10, TimeUnit.SECONDS)).isEqualTo("null");
	}

	private static void call(String path) throws Exception {
		SpringApplication application = new SpringApplication(Application.class);
		try (ConfigurableApplicationContext context = application.run("--server.port=0",
				"--spring.main.web-application-type=reactive", "--observability.tracing.logging.format=logstash")) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
				.timeout(Duration.ofSeconds(20))
				.build();
			HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		}
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Pages pages() {
			return new Pages();
		}

	}

	/** Pages that work and pages that fail. */
	@RestController
	static final class Pages {

		@GetMapping("/fail")
		Mono<String> fail() {
			return Mono.error(() -> new IllegalStateException("it broke"));
		}

		@GetMapping("/later")
		Mono<String> later() {
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> {
				throw new IllegalStateException("it broke later");
			});
		}

		@GetMapping("/hop")
		Mono<String> hop() {
			return Mono.just("ok")
				.publishOn(Schedulers.single())
				.doOnNext((ok) -> LoggerFactory.getLogger(Pages.class).info("on another thread"));
		}

	}

}
