// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.testing.OtlpReceiver;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * A web application that exports to an {@link OtlpReceiver}, and its client.
 */
final class ExportTestApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private final int port;

	private ExportTestApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	static ExportTestApplication start(OtlpReceiver receiver, String transport, String... properties) {
		return start(WithoutRetries.class, receiver, transport, properties);
	}

	static ExportTestApplication startWithRetries(OtlpReceiver receiver, String transport, String... properties) {
		return start(QuickRetries.class, receiver, transport, properties);
	}

	private static ExportTestApplication start(Class<?> retries, OtlpReceiver receiver, String transport,
			String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--management.tracing.sampling.probability=1.0", "--spring.datasource.generate-unique-name=true",
				"--management.opentelemetry.tracing.export.schedule-delay=20ms",
				"--management.opentelemetry.tracing.export.otlp.transport=" + transport,
				"--management.opentelemetry.tracing.export.otlp.endpoint="
						+ ("grpc".equals(transport) ? receiver.grpcEndpoint() : receiver.httpEndpoint())));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new ExportTestApplication(
				new SpringApplication(Application.class, retries).run(arguments.toArray(String[]::new)));
	}

	int port() {
		return this.port;
	}

	ExportLosses losses() {
		return this.context.getBean(ExportLosses.class);
	}

	ExportLedger ledger() {
		SpanExporter exporter = this.context.getBean(SpanExporters.class).list().get(0);
		return ((ExportPipeline) exporter).ledger();
	}

	int get(String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
			return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
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
	 * Switches retries off, which would stretch every fault to ten seconds.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WithoutRetries {

		@Bean
		OtlpHttpSpanExporterBuilderCustomizer noHttpRetries() {
			return (builder) -> builder.setRetryPolicy(null);
		}

		@Bean
		OtlpGrpcSpanExporterBuilderCustomizer noGrpcRetries() {
			return (builder) -> builder.setRetryPolicy(null);
		}

	}

	/**
	 * Shortens the pauses, so that a fault takes no seconds.
	 */
	@Configuration(proxyBeanMethods = false)
	static class QuickRetries {

		private static final RetryPolicy POLICY = RetryPolicy.builder()
			.setInitialBackoff(Duration.ofMillis(50))
			.setMaxBackoff(Duration.ofMillis(200))
			.build();

		@Bean
		OtlpHttpSpanExporterBuilderCustomizer quickHttpRetries() {
			return (builder) -> builder.setRetryPolicy(POLICY);
		}

		@Bean
		OtlpGrpcSpanExporterBuilderCustomizer quickGrpcRetries() {
			return (builder) -> builder.setRetryPolicy(POLICY);
		}

	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Pages pages(RestClient.Builder builder, JdbcClient database) {
			return new Pages(builder.build(), database);
		}

	}

	/**
	 * Pages that work and pages that fail.
	 */
	@RestController
	static final class Pages {

		private final RestClient client;

		private final JdbcClient database;

		Pages(RestClient client, JdbcClient database) {
			this.client = client;
			this.database = database;
		}

		@GetMapping("/ok")
		String ok() {
			return "ok";
		}

		@GetMapping("/call")
		String call(@RequestParam String url) {
			this.client.get().uri(URI.create(url)).retrieve().toBodilessEntity();
			return "called";
		}

		@GetMapping("/fail")
		String fail(@RequestParam String secret) {
			throw new IllegalStateException("cannot read http://user:" + secret + "@host/x?token=" + secret,
					new IllegalArgumentException("/y?token=" + secret));
		}

		@GetMapping("/sql")
		String sql(@RequestParam String secret) {
			this.database.sql("create table if not exists people (email varchar(80) primary key)").update();
			for (int i = 0; i < 2; i++) {
				this.database.sql("insert into people (email) values ('" + secret + "')").update();
			}
			return "stored twice";
		}

	}

}
