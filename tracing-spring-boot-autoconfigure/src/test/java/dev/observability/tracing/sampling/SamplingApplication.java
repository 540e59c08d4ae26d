// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * A real server whose endpoint and pages each make two spans of their own, one by an
 * observation and one by hand.
 */
final class SamplingApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final RestClient client;

	private SamplingApplication(ConfigurableApplicationContext context, String port) {
		this.context = context;
		SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
		requests.setReadTimeout(Duration.ofSeconds(30));
		this.client = RestClient.builder()
			.requestFactory(requests)
			.baseUrl("http://localhost:" + context.getEnvironment().getRequiredProperty(port))
			.build();
	}

	static SamplingApplication start(WebApplicationType type, String... properties) {
		return startAt("local.server.port", type, properties);
	}

	static SamplingApplication startAt(String port, WebApplicationType type, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=*", "--server.address=127.0.0.1",
				"--server.shutdown=immediate"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new SamplingApplication(
				new SpringApplicationBuilder(Application.class).web(type).run(arguments.toArray(String[]::new)), port);
	}

	SamplingApplication get(String path) {
		return get(path, Map.of());
	}

	SamplingApplication get(String path, Map<String, String> headers) {
		this.client.get().uri(path).headers((sent) -> headers.forEach(sent::add)).exchange((request, response) -> {
			response.getBody().readAllBytes();
			return response.getStatusCode().value();
		});
		return this;
	}

	long count(ForcedOutcome outcome) {
		return this.context.getBean(ForcedRequests.class).count(outcome);
	}

	/**
	 * Ends the application, so that every span has ended.
	 * @return the names of all spans
	 */
	List<String> spans() {
		return spanData().stream().map(SpanData::getName).toList();
	}

	/**
	 * Ends the application, so that every span has ended.
	 * @return all spans
	 */
	List<SpanData> spanData() {
		InMemorySpanExporter exporter = this.context.getBean(Spans.class).exporter();
		close();
		return exporter.getFinishedSpanItems();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Keeps what was exported after the exporter was shut down.
	 *
	 * @param exporter where it is
	 */
	record Spans(InMemorySpanExporter exporter) {

		@Override
		public String toString() {
			return "Spans";
		}

	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@RestController
	static class Application {

		private final ObservationRegistry registry;

		private final OpenTelemetry openTelemetry;

		Application(ObservationRegistry registry, OpenTelemetry openTelemetry) {
			this.registry = registry;
			this.openTelemetry = openTelemetry;
		}

		@Bean
		static Spans spans() {
			return new Spans(InMemorySpanExporter.create());
		}

		@Bean
		static SpanProcessor recorder(Spans spans) {
			return new Recorder(spans);
		}

		// The global ones end with another test's application
		@Bean
		static ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

		@Bean
		Work work() {
			return new Work(this);
		}

		@GetMapping({ "/orders", "/internal/orders" })
		String orders() {
			return Observation.createNotStarted("observed", this.registry).observe(() -> {
				this.openTelemetry.getTracer("test").spanBuilder("by hand").startSpan().end();
				return "done";
			});
		}

	}

	/** Hands spans on and outlives the end of the provider. */
	static final class Recorder implements SpanProcessor {

		private final SpanProcessor delegate;

		Recorder(Spans spans) {
			this.delegate = SimpleSpanProcessor.create(spans.exporter());
		}

		@Override
		public void onStart(io.opentelemetry.context.Context parent, io.opentelemetry.sdk.trace.ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(io.opentelemetry.sdk.trace.ReadableSpan span) {
			this.delegate.onEnd(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/** An endpoint that works. */
	@Endpoint(id = "work")
	static final class Work {

		private final Application application;

		Work(Application application) {
			this.application = application;
		}

		@ReadOperation
		String work() {
			return this.application.orders();
		}

	}

}
