// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import dev.observability.tracing.propagation.CorrelationId;
import io.micrometer.tracing.otel.bridge.EventListener;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * A servlet and a reactive application whose answers are what the handler sees: the
 * context's correlation id, a blank, and that of the log lines.
 */
final class CorrelationApplications {

	private CorrelationApplications() {
	}

	static ConfigurableApplicationContext servlet(String... properties) {
		return start(WebApplicationType.SERVLET, ServletApplication.class, properties);
	}

	static ConfigurableApplicationContext reactive(String... properties) {
		return start(WebApplicationType.REACTIVE, ReactiveApplication.class, properties);
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, Class<?> application,
			String... properties) {
		return new SpringApplicationBuilder(application, Base.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "server.shutdown=immediate",
					"spring.reactor.context-propagation=auto", "spring.task.execution.propagate-context=true",
					"management.metrics.use-global-registry=false")
			.properties(properties)
			.run();
	}

	static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static String seen() {
		return CorrelationId.of(Context.current()) + " " + MDC.get("correlation_id");
	}

	/** Spans without exporter bean, which would get each a second time. */
	record Spans(InMemorySpanExporter exporter) {

	}

	/** What both have. */
	@Configuration(proxyBeanMethods = false)
	static class Base {

		@Bean
		Spans spans() {
			return new Spans(InMemorySpanExporter.create());
		}

		@Bean
		SpanProcessor recordingSpanProcessor(Spans spans) {
			return SimpleSpanProcessor.create(spans.exporter());
		}

		// As any listener does that writes log fields
		@Bean
		EventListener correlationToMdc() {
			return (event) -> {
				String id = CorrelationId.of(Context.current());
				if (id != null) {
					MDC.put("correlation_id", id);
				}
				else {
					MDC.remove("correlation_id");
				}
			};
		}

		// The global ones hold what others pooled, and an end without Netty's two quiet
		// seconds
		// can take the threads away that are to close it
		@Bean
		static ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(ServletEndpoints.class)
	static class ServletApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(ReactiveEndpoints.class)
	static class ReactiveApplication {

	}

	@RestController
	static class ServletEndpoints {

		private static final ProblemDetail SHARED = ProblemDetail.forStatus(HttpStatus.CONFLICT);

		private final RestClient restClient;

		private final WebClient webClient;

		ServletEndpoints(RestClient.Builder restClient, WebClient.Builder webClient) {
			this.restClient = restClient.build();
			this.webClient = webClient.build();
		}

		@GetMapping("/ok")
		String ok() {
			return seen();
		}

		@GetMapping("/entity")
		ResponseEntity<String> entity() {
			return ResponseEntity.ok()
				.header("X-Correlation-Id", "own")
				.header("Server-Timing", "db;dur=1")
				.body("body");
		}

		@GetMapping("/add")
		void add(HttpServletResponse response) {
			response.addHeader("x-correlation-id", "own");
			response.addHeader("Server-Timing", "db;dur=1");
		}

		@GetMapping("/add-number")
		void addNumber(HttpServletResponse response) {
			response.addIntHeader("x-correlation-id", 4711);
			response.addIntHeader("X-Other", 1);
			response.addIntHeader("X-Other", 2);
		}

		@GetMapping("/add-date")
		void addDate(HttpServletResponse response) {
			response.addDateHeader("x-correlation-id", 0);
			response.addDateHeader("X-Other", 0);
			response.addDateHeader("X-Other", 0);
		}

		@GetMapping("/set")
		void set(HttpServletResponse response) {
			response.setHeader("x-correlation-id", "own");
			response.setHeader("server-timing", "db;dur=1");
			response.setHeader("X-Other", "1");
			response.addHeader("X-Other", "2");
		}

		@GetMapping("/reset")
		void reset(HttpServletResponse response) throws IOException {
			response.setHeader("X-Other", "1");
			response.reset();
			response.getWriter().write("after");
		}

		@GetMapping("/committed")
		void committed(HttpServletResponse response) throws IOException {
			response.flushBuffer();
			response.setHeader("Server-Timing", "late");
			response.getWriter().write("late");
		}

		@GetMapping("/send-error")
		void sendError(HttpServletResponse response) throws IOException {
			response.sendError(409);
		}

		@GetMapping("/throw")
		void fail() {
			throw new IllegalStateException("thrown by the test");
		}

		@GetMapping("/status")
		void status() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return CorrelationApplications::seen;
		}

		@GetMapping("/callable-throws")
		Callable<String> callableThrows() {
			return () -> {
				throw new IllegalStateException("thrown by the test");
			};
		}

		@GetMapping("/stream")
		StreamingResponseBody stream() {
			return (out) -> {
				for (int i = 0; i < 3; i++) {
					out.write("part\n".getBytes(StandardCharsets.UTF_8));
					out.flush();
				}
			};
		}

		@GetMapping("/problem")
		ProblemDetail problem() {
			return ProblemDetail.forStatus(HttpStatus.CONFLICT);
		}

		@GetMapping("/shared-problem")
		ProblemDetail sharedProblem() {
			return SHARED;
		}

		@GetMapping("/own-problem")
		ResponseEntity<ProblemDetail> ownProblem() {
			ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.CONFLICT);
			problem.setProperty("trace_id", "own");
			return ResponseEntity.of(problem).build();
		}

		@GetMapping("/error-response")
		void errorResponse() {
			throw new ErrorResponseException(HttpStatus.CONFLICT);
		}

		@ExceptionHandler(ErrorResponseException.class)
		ProblemDetail handle(ErrorResponseException ex) {
			return ex.getBody();
		}

		@GetMapping("/rest-client")
		String restClient(@RequestParam URI to) {
			return seen() + " " + this.restClient.get().uri(to).retrieve().body(String.class);
		}

		@GetMapping("/rest-client-own")
		String restClientOwn(@RequestParam URI to) {
			return seen() + " "
					+ this.restClient.get().uri(to).header("X-Correlation-ID", "own").retrieve().body(String.class);
		}

		@GetMapping("/rest-client-headers")
		String restClientHeaders(@RequestParam URI to) {
			return String.valueOf(this.restClient.get().uri(to.resolve("/headers")).retrieve().body(String.class));
		}

		@GetMapping("/headers")
		String headers(@RequestHeader Map<String, String> headers) {
			return headers.toString();
		}

		@GetMapping("/web-client")
		Mono<String> webClient(@RequestParam URI to) {
			String seen = seen();
			return this.webClient.get().uri(to).retrieve().bodyToMono(String.class).map((body) -> seen + " " + body);
		}

	}

	@RestController
	static class ReactiveEndpoints {

		private static final ProblemDetail SHARED = ProblemDetail.forStatus(HttpStatus.CONFLICT);

		private final WebClient webClient;

		ReactiveEndpoints(WebClient.Builder webClient) {
			this.webClient = webClient.build();
		}

		@GetMapping("/ok")
		Mono<String> ok() {
			return Mono.fromSupplier(CorrelationApplications::seen);
		}

		@GetMapping("/elsewhere")
		Mono<String> elsewhere() {
			return Mono.fromSupplier(CorrelationApplications::seen).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/entity")
		ResponseEntity<String> entity() {
			return ResponseEntity.ok()
				.header("X-Correlation-Id", "own")
				.header("Server-Timing", "db;dur=1")
				.body("body");
		}

		@GetMapping("/committed")
		Mono<Void> committed(ServerHttpResponse response) {
			return response.writeAndFlushWith(
					Flux.just("a", "b").map((text) -> Mono.just(response.bufferFactory().wrap(text.getBytes()))));
		}

		@GetMapping("/throw")
		Mono<String> fail() {
			return Mono.error(new IllegalStateException("thrown by the test"));
		}

		@GetMapping("/problem")
		ProblemDetail problem() {
			return ProblemDetail.forStatus(HttpStatus.CONFLICT);
		}

		@GetMapping("/mono-problem")
		Mono<ProblemDetail> monoProblem() {
			return Mono.fromSupplier(() -> ProblemDetail.forStatus(HttpStatus.CONFLICT))
				.subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/shared-problem")
		ProblemDetail sharedProblem() {
			return SHARED;
		}

		@GetMapping("/own-problem")
		Mono<ResponseEntity<ProblemDetail>> ownProblem() {
			ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.CONFLICT);
			problem.setProperty("trace_id", "own");
			return Mono.just(ResponseEntity.of(problem).build());
		}

		@GetMapping("/error-response")
		Mono<String> errorResponse() {
			return Mono.error(new ErrorResponseException(HttpStatus.CONFLICT));
		}

		@ExceptionHandler(ErrorResponseException.class)
		ErrorResponseException handle(ErrorResponseException ex) {
			return Objects.requireNonNull(ex);
		}

		@GetMapping("/web-client")
		Mono<String> webClient(@RequestParam URI to) {
			return Mono.fromSupplier(CorrelationApplications::seen)
				.flatMap((seen) -> this.webClient.get()
					.uri(to)
					.retrieve()
					.bodyToMono(String.class)
					.map((body) -> seen + " " + body));
		}

	}

}
