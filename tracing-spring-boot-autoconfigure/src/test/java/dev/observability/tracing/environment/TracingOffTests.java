// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator's off switch does to a real server that calls another one.
 */
@ExtendWith(OutputCaptureExtension.class)
class TracingOffTests {

	private static final String TRACE_PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final String TRACE_STATE = "vendor=opaque,other=1";

	private final LinkedBlockingQueue<Map<String, List<String>>> received = new LinkedBlockingQueue<>();

	private final HttpServer downstream = downstream();

	@BeforeEach
	void startDownstream() {
		this.downstream.createContext("/", (exchange) -> {
			this.received.add(Map.copyOf(exchange.getRequestHeaders()));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		this.downstream.start();
	}

	@AfterEach
	void stopDownstream() {
		this.downstream.stop(0);
	}

	@Test
	void passesIncomingTraceContextOnUnchangedWhileOff() throws Exception {
		try (ConfigurableApplicationContext context = start("--observability.tracing.enabled=false",
				"--observability.tracing.endpoint=localhost:4317")) {
			Map<String, List<String>> headers = callThrough(context, TRACE_PARENT, TRACE_STATE);
			assertThat(headers.get("Traceparent")).containsExactly(TRACE_PARENT);
			assertThat(headers.get("Tracestate")).containsExactly(TRACE_STATE);
			assertThat(context.getBeansOfType(SdkTracerProvider.class)).isEmpty();
			assertThat(context.getEnvironment().containsProperty(OtlpMapping.ENDPOINT)).isFalse();
			assertThat(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems()).isEmpty();
		}
	}

	@Test
	void passesOnThatTheCallerDoesNotSampleWhileOff() throws Exception {
		String unsampled = TRACE_PARENT.replaceFirst("01$", "00");
		try (ConfigurableApplicationContext context = start("--observability.tracing.enabled=false")) {
			assertThat(callThrough(context, unsampled, TRACE_STATE).get("Traceparent")).containsExactly(unsampled);
		}
	}

	@Test
	void startsNoTraceWhileOff() throws Exception {
		try (ConfigurableApplicationContext context = start("--observability.tracing.enabled=false")) {
			assertThat(callThrough(context, null, null)).doesNotContainKeys("Traceparent", "Tracestate");
		}
	}

	@Test
	void makesSpansOfItsOwnWhileOn() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(callThrough(context, TRACE_PARENT, TRACE_STATE).get("Traceparent")).singleElement()
				.asString()
				.startsWith(TRACE_PARENT.substring(0, 36))
				.isNotEqualTo(TRACE_PARENT)
				.endsWith("-01");
		}
	}

	@Test
	void saysThatTracingIsOff(CapturedOutput output) {
		start("--observability.tracing.enabled=false").close();
		assertThat(output.getOut().lines().filter((line) -> line.contains("OpenTelemetry tracing"))).singleElement()
			.asString()
			.contains("OpenTelemetry tracing is off (observability.tracing.enabled from ");
	}

	private ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplication(Service.class);
		application.setDefaultProperties(
				Map.of("server.port", "0", "server.address", "127.0.0.1", "spring.http.clients.reactive.connector",
						"jdk", "downstream", "http://127.0.0.1:" + this.downstream.getAddress().getPort()));
		return application.run(arguments);
	}

	private Map<String, List<String>> callThrough(ConfigurableApplicationContext context, @Nullable String traceParent,
			@Nullable String traceState) throws IOException, InterruptedException {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/through"));
		if (traceParent != null && traceState != null) {
			request.header("traceparent", traceParent).header("tracestate", traceState);
		}
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(request.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		Map<String, List<String>> headers = this.received.poll(10, TimeUnit.SECONDS);
		assertThat(headers).isNotNull();
		return headers;
	}

	private static HttpServer downstream() {
		try {
			return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Service {

		private final RestClient client;

		Service(RestClient.Builder builder, Environment environment) {
			this.client = builder.baseUrl(environment.getRequiredProperty("downstream")).build();
		}

		@GetMapping("/through")
		String through() {
			this.client.get().uri("/").retrieve().toBodilessEntity();
			return "done";
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

		@Bean
		static InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

	}

}
