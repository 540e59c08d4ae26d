// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.environment.EnvironmentAutoConfiguration;
import dev.observability.tracing.export.ExportAutoConfiguration;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that exposes the endpoint, and somebody who asks it.
 */
final class DiagnosedApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private DiagnosedApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts one with a web server and all that Spring Boot brings.
	 * @param properties as on the command line, without the dashes
	 * @return the application
	 */
	static DiagnosedApplication start(String... properties) {
		return start(Application.class, properties);
	}

	/**
	 * Starts one without a web server, and with what exports alone, which takes little
	 * time.
	 * @param properties as on the command line, without the dashes
	 * @return the application
	 */
	static DiagnosedApplication exporting(String... properties) {
		return start(Exporting.class, properties);
	}

	static DiagnosedApplication start(Class<?> configuration, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=*",
				"--management.opentelemetry.tracing.export.schedule-delay=20ms",
				"--observability.tracing.export.shutdown-timeout=0s"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		SpringApplication application = new SpringApplication(configuration);
		if (!configuration.isAnnotationPresent(EnableAutoConfiguration.class)) {
			application.setWebApplicationType(WebApplicationType.NONE);
		}
		return new DiagnosedApplication(application.run(arguments.toArray(String[]::new)));
	}

	/**
	 * Starts one that exports, lets it export a span, and expects one finding.
	 * @param code of the finding
	 * @param properties as on the command line, without the dashes
	 */
	static void assertOnly(FindingCode code, String... properties) {
		try (DiagnosedApplication application = exporting(properties)) {
			application.exportSpan();
			List<Map<String, Object>> findings = application.findings();
			assertThat(findings).as("findings").singleElement().satisfies((finding) -> {
				assertThat(finding).containsEntry("code", code.toString());
				assertThat(finding.get("seen")).asString().isNotBlank().doesNotEndWith(".");
				assertThat(finding.get("fix")).asString().isNotBlank().doesNotEndWith(".");
			});
		}
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	/** Makes a span and waits until it arrived or was lost. */
	void exportSpan() {
		this.context.getBean(SdkTracerProvider.class).get("test").spanBuilder("span").startSpan().end();
		flush();
	}

	/** Waits until all spans that ended arrived or were lost. */
	void flush() {
		this.context.getBean(SdkTracerProvider.class).forceFlush().join(30, TimeUnit.SECONDS);
	}

	HttpResponse<String> get(String path, String... headers) {
		return send("GET", path, headers);
	}

	HttpResponse<String> send(String method, String path, String... headers) {
		return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
	}

	HttpResponse<String> post(String path, String json) {
		return send("POST", path, HttpRequest.BodyPublishers.ofString(json), "Content-Type", "application/json");
	}

	private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
		try {
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create(
						"http://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + path))
				.method(method, body);
			for (int i = 0; i < headers.length; i += 2) {
				request.header(headers[i], headers[i + 1]);
			}
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	Map<String, Object> json(String path) {
		HttpResponse<String> response = get(path);
		if (response.statusCode() != 200) {
			throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
		}
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

	Map<String, Object> section(String name) {
		return Objects.requireNonNull(this.context.getBean(TracingEndpoint.class).section(name));
	}

	@SuppressWarnings("unchecked")
	List<Map<String, Object>> findings() {
		return (List<Map<String, Object>>) section("doctor").getOrDefault("findings", List.of());
	}

	List<String> codes() {
		return findings().stream().map((finding) -> String.valueOf(finding.get("code"))).toList();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Switches retries off, which would stretch every fault to seconds.
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

	/** What exports, and what tells of it. */
	@Configuration(proxyBeanMethods = false)
	@Import({ WithoutRetries.class, ExportingWithRetries.class })
	static class Exporting {

	}

	/** The same with the retries that everybody has. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, EnvironmentAutoConfiguration.class,
			ExportAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
			OpenTelemetryTracingAutoConfiguration.class, OtlpTracingAutoConfiguration.class,
			DiagnosticsAutoConfiguration.class })
	static class ExportingWithRetries {

	}

	/** The whole of it. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(WithoutRetries.class)
	static class Application {

		@Bean
		Pages pages() {
			return new Pages();
		}

	}

	/** A page. */
	@RestController
	static final class Pages {

		@GetMapping("/ok")
		String ok() {
			return "ok";
		}

	}

}
