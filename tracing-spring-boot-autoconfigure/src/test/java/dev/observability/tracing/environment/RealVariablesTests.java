// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.tools.ToolProvider;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only a JVM of its own shows: real environment variables, and the class of the
 * OpenTelemetry Java agent.
 */
class RealVariablesTests {

	@TempDir
	Path directory;

	private String run(Map<String, String> variables, List<String> arguments) throws Exception {
		return run(variables, arguments, 0);
	}

	private String run(Map<String, String> variables, List<String> arguments, int exitCode) throws Exception {
		Path log = this.directory.resolve("out.log");
		List<String> command = new ArrayList<>();
		Collections.addAll(command, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", Application.class.getName());
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("OTEL_") || name.equals("HOSTNAME"));
		builder.environment()
			.put("CLASSPATH", this.directory + System.getProperty("path.separator")
					+ System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		builder.environment().putAll(variables);
		Process process = builder.start();
		boolean ended = process.waitFor(60, TimeUnit.SECONDS);
		process.destroyForcibly();
		String output = Files.readString(log, StandardCharsets.UTF_8);
		assertThat(ended).as(output).isTrue();
		assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
		return output;
	}

	private static List<String> warnings(String output) {
		return output.lines()
			.filter((line) -> line.contains(" WARN ") && line.contains("TracingEnvironmentPostProcessor"))
			.toList();
	}

	@Test
	void letsTheVariablesOfOpenTelemetryWinAndNamesThem() throws Exception {
		String output = run(
				Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317", "OTEL_SERVICE_NAME", "theirs",
						"OTEL_TRACES_SAMPLER", "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG", "0.25",
						"OTEL_EXPORTER_OTLP_HEADERS", "x-key=s3cret", "HOSTNAME", "pod-7",
						"OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "77"),
				List.of("--observability.tracing.endpoint=collector:4318",
						"--observability.tracing.headers.x-key=0ther"));
		assertThat(output).contains("OpenTelemetry tracing initialized: service theirs (OTEL_SERVICE_NAME), "
				+ "endpoint http://localhost:4317/v1/traces (OTEL_EXPORTER_OTLP_ENDPOINT), "
				+ "protocol grpc (port 4317), sampling 0.25 (OTEL_TRACES_SAMPLER_ARG)");
		assertThat(output).contains("grpc exporters: 1").contains("instance: pod-7").contains("value length: [77]");
		assertThat(warnings(output)).hasSize(2)
			.anySatisfy((line) -> assertThat(line).contains("'observability.tracing.endpoint'",
					"'OTEL_EXPORTER_OTLP_ENDPOINT' wins"))
			.anySatisfy((line) -> assertThat(line).contains("'observability.tracing.headers[x-key]'",
					"'OTEL_EXPORTER_OTLP_HEADERS' wins"));
		assertThat(output).doesNotContain("s3cret").doesNotContain("0ther");
	}

	@Test
	void refusesCredentialsInClearTextAndNamesTheVariable() throws Exception {
		Map<String, String> variables = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318",
				"OTEL_EXPORTER_OTLP_HEADERS", "api-key=s3cret");
		assertThat(run(variables, List.of(), 1)).contains("APPLICATION FAILED TO START")
			.contains("Invalid value 'http://collector.example:4318/v1/traces' for configuration property "
					+ "'OTEL_EXPORTER_OTLP_ENDPOINT'")
			.contains("the header 'api-key'")
			.doesNotContain("s3cret");
		assertThat(run(variables, List.of("--observability.tracing.insecure=true"))).contains("tracing initialized");
	}

	@Test
	void readsOurOwnVariables() throws Exception {
		String output = run(Map.of("OBSERVABILITY_TRACING_ENDPOINT", "localhost:4317",
				"OBSERVABILITY_TRACING_SERVICE_NAME", "orders", "OBSERVABILITY_TRACING_SAMPLE_RATE", "0.1"), List.of());
		assertThat(output)
			.contains("service orders (observability.tracing.service-name "
					+ "from environment variable OBSERVABILITY_TRACING_SERVICE_NAME)")
			.contains("endpoint http://localhost:4317 (observability.tracing.endpoint "
					+ "from environment variable OBSERVABILITY_TRACING_ENDPOINT)")
			.contains("sampling 0.1 (observability.tracing.sample-rate "
					+ "from environment variable OBSERVABILITY_TRACING_SAMPLE_RATE)");
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void stepsBackFromTheAgent() throws Exception {
		compileAgent();
		String output = run(Map.of(), List.of("--observability.tracing.endpoint=localhost:4317"));
		assertThat(warnings(output)).singleElement().asString().contains("OpenTelemetry Java agent");
		assertThat(output).doesNotContain("OpenTelemetry tracing initialized")
			.contains("grpc exporters: 0")
			.contains("providers: 0")
			.contains("fields: []")
			.contains("span: false");
	}

	private void compileAgent() throws IOException {
		Path source = this.directory.resolve("OpenTelemetryAgent.java");
		Files.writeString(source, "package io.opentelemetry.javaagent; public class OpenTelemetryAgent { }");
		int result = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-d", this.directory.toString(), source.toString());
		assertThat(result).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		public static void main(String[] arguments) {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run(arguments)) {
				OpenTelemetry openTelemetry = context.getBean(OpenTelemetry.class);
				Span span = openTelemetry.getTracer("test").spanBuilder("test").startSpan();
				String report = ("grpc exporters: %d%nproviders: %d%nfields: %s%nspan: %s%ninstance: %s%n"
						+ "value length: %s%n")
					.formatted(context.getBeanNamesForType(OtlpGrpcSpanExporter.class).length,
							context.getBeanNamesForType(SdkTracerProvider.class).length,
							openTelemetry.getPropagators().getTextMapPropagator().fields(),
							span.getSpanContext().isValid(),
							new PropertyLookup(context.getEnvironment()).map(ResourceDefaults.ATTRIBUTES)
								.get("service.instance.id"),
							context.getBeanProvider(SpanLimits.class)
								.stream()
								.map(SpanLimits::getMaxAttributeValueLength)
								.toList());
				LoggerFactory.getLogger(Application.class).info(report);
			}
		}

	}

}
