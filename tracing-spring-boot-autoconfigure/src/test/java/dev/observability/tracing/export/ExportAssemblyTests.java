// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.micrometer.tracing.exporter.SpanFilter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order in which {@link ExportAssembly} puts the stages together, as the
 * parts print it.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportAssemblyTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class, ExportLimitsAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, OtlpTracingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class));

	private final ApplicationContextRunner toCollector = this.runner
		.withPropertyValues("management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:1/v1/traces");

	@Test
	void everyStageStandsInTheOrderOfItsEnum() {
		this.toCollector.run((context) -> assertThat(lines(context)).singleElement()
			.satisfies((line) -> assertThat(stages(line)).containsExactly(ExportStage.values())));
	}

	@Test
	void lineTellsBoundsAndTarget() {
		this.toCollector
			.withPropertyValues("management.opentelemetry.tracing.export.max-queue-size=100",
					"management.opentelemetry.tracing.export.max-batch-size=50")
			.run((context) -> assertThat(lines(context)).containsExactly(
					"count > decide (without idle runs) > queue of 150 spans, 100 MiB > trim > redact > encode > meter"
							+ " > send to http://localhost:1/v1/traces (http/protobuf)"));
	}

	@Test
	void exporterThatEncodesItselfHasAllOtherStages() {
		this.runner.withBean(SpanExporter.class, InMemorySpanExporter::create)
			.run((context) -> assertThat(lines(context)).singleElement().satisfies((line) -> {
				List<ExportStage> expected = new ArrayList<>(Arrays.asList(ExportStage.values()));
				expected.remove(ExportStage.ENCODE);
				assertThat(stages(line)).isEqualTo(expected);
			}));
	}

	@Test
	void eachOfSeveralExportersHasALine() {
		this.toCollector.withBean(SpanExporter.class, InMemorySpanExporter::create)
			.run((context) -> assertThat(lines(context)).hasSize(2)
				.allSatisfy((line) -> assertThat(line).startsWith(
						"count > decide (without idle runs) > queue of 2560 spans, 50 MiB > trim > redact > ")));
	}

	@Test
	void filtersOfTheApplicationShareOneQueue() {
		this.toCollector.withBean(SpanExporter.class, InMemorySpanExporter::create)
			.withBean(SpanFilter.class, () -> (span) -> span)
			.run((context) -> assertThat(lines(context)).singleElement()
				.asString()
				.contains("send to InMemorySpanExporter")
				.contains("send to http://localhost:1/v1/traces"));
	}

	@Test
	void spoolIsNamed(@TempDir Path folder) {
		this.toCollector
			.withPropertyValues("observability.tracing.export.spool.enabled=true",
					"observability.tracing.export.spool.directory=" + folder)
			.run((context) -> assertThat(lines(context)).singleElement()
				.asString()
				.contains("(http/protobuf), or to " + folder));
	}

	@Test
	void whatIsPrintedIsWhatTheProviderHas() {
		this.toCollector.run((context) -> assertThat(context.getBean(SpanProcessors.class).list())
			.filteredOn((processor) -> processor instanceof IdleRunsProcessor)
			.singleElement()
			.asString()
			.isEqualTo(lines(context).get(0).substring("count > ".length())));
	}

	@Test
	void linesAreInTheDebugLog(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(
				"--logging.level.dev.observability.tracing.export=debug",
				"--observability.tracing.endpoint=http://localhost:1",
				"--spring.datasource.generate-unique-name=true")) {
			assertThat(output).containsOnlyOnce("Spans go: " + lines(context).get(0));
		}
	}

	private static List<String> lines(ApplicationContext context) {
		ExportAssembly assembly = context.getBean(ExportAssembly.class);
		return context.getBean(ExportProcessors.class).all().stream().map(assembly::line).toList();
	}

	private static List<ExportStage> stages(String line) {
		return Arrays.stream(line.split(" > "))
			.map((part) -> ExportStage.valueOf(part.split(" ")[0].toUpperCase(Locale.ROOT)))
			.toList();
	}

	/** Exports. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
