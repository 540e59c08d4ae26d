// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.exporter.SpanFilter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportLimitsAutoConfiguration}.
 */
class ExportLimitsAutoConfigurationTests {

	private static final AttributeKey<String> TEXT = AttributeKey.stringKey("text");

	private final InMemorySpanExporter memory = InMemorySpanExporter.create();

	private final InMemorySpanExporter second = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class, ExportLimitsAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class))
		.withBean("memory", SpanExporter.class, () -> this.memory)
		.withPropertyValues("management.tracing.sampling.probability=1.0",
				"management.opentelemetry.tracing.limits.max-attribute-value-length=100");

	@Test
	void marksAndCountsOnceWhatIsCut() {
		this.runner.withBean("second", SpanExporter.class, () -> this.second).run((context) -> {
			export(context, (span) -> span.setAttribute(TEXT, "x".repeat(1000)));
			for (InMemorySpanExporter exporter : List.of(this.memory, this.second)) {
				assertThat(exporter.getFinishedSpanItems()).singleElement().satisfies((span) -> {
					assertThat(span.getAttributes().get(TEXT)).isEqualTo("x".repeat(99) + "…");
					assertThat(span.getAttributes().get(ExportAttribute.CUT.texts())).containsExactly("text");
				});
			}
			assertThat(cut(context, "values")).isEqualTo(1);
			assertThat(context.getBean(SpanExporters.class).list()).first()
				.asString()
				.startsWith("ExportPipeline[trim > redact > ");
		});
	}

	@Test
	void boundsNamesAndKeys() {
		this.runner
			.withPropertyValues("observability.tracing.export.limits.span-names=10",
					"observability.tracing.export.limits.attribute-keys=20")
			.run((context) -> {
				for (int i = 0; i < 500; i++) {
					int number = i;
					end(context, (span) -> span.updateName("order " + number).setAttribute("order." + number, 1));
				}
				flush(context);
				List<SpanData> spans = this.memory.getFinishedSpanItems();
				assertThat(spans).extracting(SpanData::getName).filteredOn("other"::equals).hasSize(490);
				assertThat(
						spans.stream().filter((span) -> span.getAttributes().get(ExportAttribute.NAME.text()) != null))
					.hasSize(490);
				assertThat(cut(context, "names")).isEqualTo(490);
				assertThat(cut(context, "keys")).isEqualTo(480);
			});
	}

	@Test
	void takesTheLimitsOfTheUsersCustomizer() {
		this.runner
			.withBean(SdkTracerProviderBuilderCustomizer.class,
					() -> (builder) -> builder
						.setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(5000).build()))
			.run((context) -> {
				export(context, (span) -> span.setAttribute(TEXT, "x".repeat(4999)));
				assertThat(this.memory.getFinishedSpanItems()).singleElement()
					.satisfies((span) -> assertThat(span.getAttributes().get(TEXT)).isEqualTo("x".repeat(4999)));
			});
	}

	@Test
	void trimsWhatFiltersOfTheUserLeave() {
		this.runner.withBean(SpanFilter.class, () -> (span) -> span.setName("n".repeat(1000))).run((context) -> {
			export(context, (span) -> span.setAttribute(TEXT, "x".repeat(1000)));
			assertThat(this.memory.getFinishedSpanItems()).singleElement().satisfies((span) -> {
				assertThat(span.getName()).hasSize(255);
				assertThat(span.getAttributes().get(TEXT)).endsWith("…");
			});
		});
	}

	@Test
	void trimsWhatATapKeepsWithoutCounting() {
		this.runner.run((context) -> {
			Span span = context.getBean(SdkTracerProvider.class).get("test").spanBuilder("span").startSpan();
			span.setAttribute(TEXT, "x".repeat(1000)).end();
			assertThat(context.getBean(SpanMask.class).mask((ReadableSpan) span)).isNotNull()
				.satisfies((masked) -> assertThat(masked.getAttributes().get(TEXT)).endsWith("…"));
			assertThat(cut(context, "values")).isZero();
		});
	}

	@Test
	void countsStackTracesOfAnApplication() {
		this.runner.withPropertyValues("observability.tracing.export.limits.stack-trace-length=1024").run((context) -> {
			export(context, (span) -> span.recordException(deep(100)));
			assertThat(this.memory.getFinishedSpanItems().get(0).getEvents()).singleElement()
				.satisfies(
						(event) -> assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.stacktrace")))
							.hasSizeBetween(900, 1024)
							.endsWith(StackText.CUT));
			assertThat(cut(context, "stacks")).isEqualTo(1);
		});
	}

	@Test
	void bindsItsProperties() {
		this.runner.run((context) -> assertThat(context.getBean(ExportLimits.class))
			.isEqualTo(new ExportLimits(16_384, 16, 255, 1000, 2000, 1000)));
		this.runner
			.withPropertyValues("observability.tracing.export.limits.stack-trace-length=2048",
					"observability.tracing.export.limits.exception-events=0",
					"observability.tracing.export.limits.name-length=16",
					"observability.tracing.export.limits.list-elements=1",
					"observability.tracing.export.limits.span-names=1",
					"observability.tracing.export.limits.attribute-keys=100000")
			.run((context) -> assertThat(context.getBean(ExportLimits.class))
				.isEqualTo(new ExportLimits(2048, 0, 16, 1, 1, 100_000)));
	}

	@ParameterizedTest
	@CsvSource({ "stack-trace-length, 1023", "stack-trace-length, 262145", "exception-events, -1",
			"exception-events, 10001", "name-length, 15", "name-length, 4097", "list-elements, 0",
			"list-elements, 100001", "span-names, 0", "span-names, 100001", "attribute-keys, -1",
			"attribute-keys, 100001" })
	void aValueOutOfRangeStopsTheStart(String key, String value) {
		this.runner.withPropertyValues("observability.tracing.export.limits." + key + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidTracingPropertyException.class)
				.rootCause()
				.hasMessageStartingWith("observability.tracing.export.limits." + key + " must be in [")
				.hasMessageEndingWith("but was '" + value + "'"));
	}

	@Test
	void isAwayWhenTracingIsOffAndWithoutTheSdk() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanCuts.class).doesNotHaveBean(CutMeters.class));
		this.runner.withClassLoader(new FilteredClassLoader(SdkTracerProvider.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SpanCuts.class));
	}

	@Test
	void worksWithoutMeters() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterBinder.class)).run((context) -> {
			export(context, (span) -> span.setAttribute(TEXT, "x".repeat(1000)));
			assertThat(context.getBean(SpanCuts.class).count(CutKind.VALUES)).isEqualTo(1);
		});
	}

	private static double cut(ApplicationContext context, String kind) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		context.getBean(CutMeters.class).bindTo(registry);
		assertThat(registry.find("tracing.export.cut").functionCounters()).hasSize(CutKind.values().length);
		return registry.get("tracing.export.cut").tag("kind", kind).functionCounter().count();
	}

	private static Exception deep(int frames) {
		Exception exception = new IllegalStateException("deep");
		exception.setStackTrace(IntStream.range(0, frames)
			.mapToObj((line) -> new StackTraceElement("com.example.Orders", "place", "Orders.java", line))
			.toArray(StackTraceElement[]::new));
		return exception;
	}

	private static void export(ApplicationContext context, Consumer<Span> work) {
		end(context, work);
		flush(context);
	}

	private static void end(ApplicationContext context, Consumer<Span> work) {
		Span span = context.getBean(SdkTracerProvider.class).get("test").spanBuilder("span").startSpan();
		work.accept(span);
		span.end();
	}

	private static void flush(ApplicationContext context) {
		assertThat(context.getBean(SdkTracerProvider.class).forceFlush().join(30, TimeUnit.SECONDS).isSuccess())
			.isTrue();
	}

}
