// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * A web application with all auto-configurations, and its client.
 */
final class MetricsTestApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private final int port;

	private MetricsTestApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	static MetricsTestApplication start(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--spring.application.name=metrics", "--spring.datasource.generate-unique-name=true",
				"--management.endpoints.web.exposure.include=prometheus",
				"--management.metrics.use-global-registry=false"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new MetricsTestApplication(
				new SpringApplication(Application.class).run(arguments.toArray(String[]::new)));
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	int port() {
		return this.port;
	}

	/** A request of each kind, that gives each kind of meter. */
	void requestMix() {
		for (String path : List.of("/ok", "/ok", "/items/1", "/items/2", "/fail", "/missing", "/call", "/event")) {
			get(path, "text/plain");
		}
	}

	List<OpenMetricsFamily> scrape() {
		return OpenMetricsParser.parse(get("/actuator/prometheus", "application/openmetrics-text;version=1.0.0"));
	}

	List<OpenMetricsSample> samples(String name) {
		return scrape().stream()
			.flatMap((family) -> family.samples().stream())
			.filter((sample) -> sample.name().equals(name))
			.toList();
	}

	String get(String path, String accept) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
				.header("Accept", accept)
				.build();
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

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Pages pages(RestClient.Builder builder, ObservationRegistry observations, MeterRegistry meters,
				Environment environment) {
			return new Pages(builder.build(), observations, meters, environment);
		}

	}

	/**
	 * Pages that observe, call, count and fail.
	 */
	@RestController
	static final class Pages {

		private final RestClient client;

		private final ObservationRegistry observations;

		private final MeterRegistry meters;

		private final Environment environment;

		Pages(RestClient client, ObservationRegistry observations, MeterRegistry meters, Environment environment) {
			this.client = client;
			this.observations = observations;
			this.meters = meters;
			this.environment = environment;
		}

		@GetMapping(path = "/ok", produces = "text/plain")
		String ok() {
			return "ok";
		}

		@GetMapping(path = "/items/{id}", produces = "text/plain")
		String item(@PathVariable String id) {
			return Observation.createNotStarted("item.load", this.observations)
				.lowCardinalityKeyValue("store", "memory")
				.lowCardinalityKeyValue("kind", "item")
				.highCardinalityKeyValue("id", id)
				.observe(() -> "item " + id);
		}

		@GetMapping("/fail")
		String fail() {
			Observation observation = Observation.start("item.break", this.observations);
			observation.error(new IllegalArgumentException("test"));
			observation.stop();
			throw new UnsupportedOperationException("test");
		}

		@GetMapping(path = "/call", produces = "text/plain")
		String call() {
			String base = "http://localhost:" + this.environment.getProperty("local.server.port");
			this.client.get().uri(base + "/ok").retrieve().toBodilessEntity();
			this.client.get().uri(base + "/items/{id}", "7").retrieve().toBodilessEntity();
			this.client.get().uri(base + "/missing").exchange((request, response) -> response.getStatusCode());
			return "called";
		}

		@GetMapping(path = "/event", produces = "text/plain")
		String event() {
			this.meters.counter("orders.placed").increment();
			Observation observation = Observation.start("order.place", this.observations);
			observation.lowCardinalityKeyValue("channel", "web");
			observation.event(Observation.Event.of("paid"));
			observation.event(Observation.Event.of("packed", "packed by a machine"));
			observation.event(Observation.Event.of("paid"));
			observation.stop();
			return "counted";
		}

	}

}
