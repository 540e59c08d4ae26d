// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportAutoConfigurationTests {

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:1/v1/traces";

	private final InMemorySpanExporter memory = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ExportAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
						OtlpTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class))
		.withPropertyValues("management.tracing.sampling.probability=1.0");

	@Test
	void wrapsEveryExporterByDefault() {
		this.runner.withBean(SpanExporter.class, () -> this.memory)
			.withPropertyValues(
					"management.opentelemetry.tracing.export.otlp.endpoint=http://u:secret@localhost:1/v1/traces")
			.run((context) -> {
				assertThat(context.getBean(SpanExporters.class).list())
					.allSatisfy((exporter) -> assertThat(exporter).isInstanceOf(ExportPipeline.class))
					.extracting(Object::toString)
					.containsExactlyInAnyOrder("ExportPipeline[redact > meter > send to InMemorySpanExporter]",
							"ExportPipeline[redact > encode > meter > send to "
									+ "http://REDACTED:REDACTED@localhost:1/v1/traces (http/protobuf)]");
				assertThat(context).hasSingleBean(BatchSpanProcessor.class);
				assertThat(context.getBean(BatchSpanProcessor.class).toString()).doesNotContain("secret");
			});
	}

	@Test
	void exportedSpanIsRedacted() {
		this.runner.withBean(SpanExporter.class, () -> this.memory).run((context) -> {
			exportSpan(context);
			assertExportedIsMasked();
		});
	}

	@Test
	void stepsBackWhenTracingIsOff() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ExportAssembly.class)
				.doesNotHaveBean(SpanExportersPostProcessor.class)
				.doesNotHaveBean(OtlpHttpSpanExporterBuilderCustomizer.class)
				.doesNotHaveBean(SpanExportersPostProcessor.OWN_PROCESSOR));
	}

	@Test
	void redactionHasNoSwitchOfItsOwn() {
		this.runner.withPropertyValues("observability.tracing.export.enabled=false")
			.withBean(SpanExporter.class, () -> this.memory)
			.run((context) -> {
				exportSpan(context);
				assertExportedIsMasked();
			});
	}

	@Test
	void exportersThatTheUserCollectsAreWrappedToo() {
		this.runner.withBean(SpanExporters.class, () -> SpanExporters.of(this.memory)).run((context) -> {
			assertThat(context.getBean(SpanExporters.class).list()).hasSize(1);
			exportSpan(context);
			assertExportedIsMasked();
		});
	}

	@Test
	void processorOfTheUserWins(CapturedOutput output) {
		this.runner.withBean(SpanExporter.class, () -> this.memory)
			.withBean("mine", BatchSpanProcessor.class, () -> BatchSpanProcessor.builder(this.memory).build())
			.run((context) -> assertThat(context).hasSingleBean(BatchSpanProcessor.class).hasBean("mine"));
		assertThat(output).contains("span processor bean 'mine' exports by itself to InMemorySpanExporter");
	}

	@Test
	void simpleProcessorOfTheUserIsNamed(CapturedOutput output) {
		this.runner
			.withBean("simple", SimpleSpanProcessor.class,
					() -> (SimpleSpanProcessor) SimpleSpanProcessor.create(this.memory))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().lines().filter((line) -> line.contains("bean 'simple' exports by itself")))
			.hasSize(1);
	}

	@Test
	void backsOffWithoutTheSdk() {
		this.runner.withClassLoader(new FilteredClassLoader(SdkTracerProvider.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ExportAssembly.class));
	}

	@Test
	void worksWithoutTheOtlpExporter() {
		this.runner.withClassLoader(new FilteredClassLoader(OtlpHttpSpanExporter.class))
			.run((context) -> assertThat(context).hasSingleBean(ExportAssembly.class)
				.doesNotHaveBean(OtlpHttpSpanExporterBuilderCustomizer.class));
	}

	@Test
	void bindsItsProperties() {
		this.runner.run((context) -> assertThat(context.getBean(ExportProperties.class).shutdownTimeout())
			.isEqualTo(Duration.ofSeconds(3)));
		this.runner.withPropertyValues("observability.tracing.export.shutdown-timeout=0s")
			.run((context) -> assertThat(context.getBean(ExportProperties.class).shutdownTimeout()).isZero());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1s", "61s", "2h" })
	void shutdownTimeoutOutOfRangeStopsTheStart(String value) {
		this.runner.withPropertyValues("observability.tracing.export.shutdown-timeout=" + value)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidTracingPropertyException.class)
				.rootCause()
				.hasMessageContaining("observability.tracing.export.shutdown-timeout")
				.hasMessageContaining("in [0s, 1m]"));
	}

	@Test
	void exportsDirectly() {
		this.runner.withBean(SpanExporter.class, () -> this.memory)
			.run((context) -> assertThat(context.getBean(ExportProcessors.class).all()).singleElement()
				.satisfies((queue) -> assertThat(queue.exporter()).isInstanceOf(ExportPipeline.class)));
	}

	@Test
	void deadlineOfTheEndStartsBeforeAnyOtherProcessorEnds() {
		this.runner.withBean(SpanExporter.class, () -> this.memory)
			.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.memory))
			.run((context) -> assertThat(context.getBean(SpanProcessors.class)).hasSize(3)
				.first()
				.isInstanceOf(ExportShutdown.class));
	}

	@Test
	void filtersOfTheApplicationApply() {
		this.runner.withBean(SpanExporter.class, () -> this.memory)
			.withBean(SpanFilter.class, () -> (span) -> span.setName("filtered"))
			.run((context) -> {
				assertThat(context.getBean(ExportProcessors.class).all()).singleElement()
					.satisfies((queue) -> assertThat(queue.exporter()).isInstanceOf(CompositeSpanExporter.class));
				exportSpan(context);
				assertThat(this.memory.getFinishedSpanItems()).extracting(SpanData::getName).contains("filtered");
			});
	}

	@Test
	void takesTheSizesOfTheProcessorFromBoot() {
		this.runner
			.withPropertyValues("management.opentelemetry.tracing.export.max-batch-size=7",
					"management.opentelemetry.tracing.export.timeout=9s",
					"management.opentelemetry.tracing.export.schedule-delay=11s",
					"management.opentelemetry.tracing.export.include-unsampled=true")
			.run((context) -> assertThat(context.getBean(BatchSpanProcessor.class).toString())
				.contains("maxExportBatchSize=7")
				.contains("exporterTimeoutNanos=14000000000")
				.contains("scheduleDelayNanos=11000000000")
				.contains("exportUnsampledSpans=true"));
	}

	@Test
	void encodesByTheExporterWhereTheApplicationChoseItsSender() {
		this.runner.withPropertyValues(ENDPOINT)
			.withBean(OtlpHttpSpanExporterBuilderCustomizer.class,
					() -> (builder) -> builder
						.setComponentLoader(ComponentLoader.forClassLoader(getClass().getClassLoader())))
			.run((context) -> assertThat(context.getBean(SpanExporters.class).list()).singleElement()
				.asString()
				.startsWith("ExportPipeline[redact > meter > send to http://localhost:1"));
	}

	private void assertExportedIsMasked() {
		assertThat(this.memory.getFinishedSpanItems()).singleElement()
			.satisfies((span) -> assertThat(span.getAttributes().asMap().values()).hasSize(1)
				.allSatisfy((value) -> assertThat(value).isEqualTo("http://host/x?token=REDACTED")));
	}

	private static void exportSpan(ApplicationContext context) {
		SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
		provider.get("test").spanBuilder("span").startSpan().setAttribute("any", "http://host/x?token=secret").end();
		assertThat(provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
	}

}
