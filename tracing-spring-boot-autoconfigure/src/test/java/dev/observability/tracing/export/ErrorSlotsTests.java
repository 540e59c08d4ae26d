// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.observability.tracing.prepared.PreparedAttributes;
import dev.observability.tracing.prepared.PreparedTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorSlots}, with spans of the plain API and with ours.
 */
class ErrorSlotsTests {

	private static final String MAX_EVENTS = "management.opentelemetry.tracing.limits.max-events=";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExportLimitsAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class))
		.withPropertyValues("management.tracing.sampling.probability=1.0");

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void otherEventsDoNotCrowdOutExceptions(boolean prepared) {
		this.runner.run((context) -> {
			Span span = start(context, prepared);
			IntStream.range(0, 1000).forEach((i) -> span.addEvent("progress"));
			IntStream.range(0, 20).forEach((i) -> span.recordException(new IllegalStateException("e" + i)));
			span.addEvent("late", Attributes.builder().put("a", 1).build());
			SpanData data = end(span);
			assertThat(data.getEvents()).hasSize(128);
			assertThat(exceptions(data)).hasSize(16);
			assertThat(data.getTotalRecordedEvents()).isEqualTo(1021);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void attributesAndLinksAreBoundedByDefault(boolean prepared) {
		this.runner.run((context) -> {
			Span span = start(context, prepared);
			Attributes many = attributes(1000);
			span.setAllAttributes(many);
			IntStream.range(0, 1000).forEach((i) -> span.addLink(span.getSpanContext(), many));
			span.addEvent("progress", many);
			SpanData data = end(span);
			assertThat(data.getAttributes().size()).isEqualTo(128);
			assertThat(data.getTotalAttributeCount()).isEqualTo(1000);
			assertThat(data.getLinks()).hasSize(128)
				.allSatisfy((link) -> assertThat(link.getAttributes().size()).isEqualTo(128));
			assertThat(data.getTotalRecordedLinks()).isEqualTo(1000);
			assertThat(data.getEvents()).singleElement()
				.satisfies((event) -> assertThat(event.getAttributes().size()).isEqualTo(128));
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void exceptionsAloneMayTakeAll(boolean prepared) {
		this.runner.run((context) -> {
			Span span = start(context, prepared);
			IntStream.range(0, 200).forEach((i) -> span.recordException(new IllegalStateException("e" + i)));
			assertThat(exceptions(end(span))).hasSize(128);
		});
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 0", "1, 1, 0", "8, 4, 4", "1000, 984, 16" })
	void followsTheLimitOfTheUser(int limit, int others, int exceptions) {
		this.runner.withPropertyValues(MAX_EVENTS + limit).run((context) -> {
			Span span = start(context, false);
			IntStream.range(0, 2000).forEach((i) -> span.addEvent("progress"));
			IntStream.range(0, 2000).forEach((i) -> span.recordException(new IllegalStateException("e")));
			SpanData data = end(span);
			assertThat(data.getEvents()).hasSize(others + exceptions);
			assertThat(exceptions(data)).hasSize(exceptions);
		});
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "3, 3", "64, 64", "100, 64" })
	void keepsAsManyAsTheUserWants(int wanted, int exceptions) {
		this.runner.withPropertyValues("observability.tracing.export.limits.exception-events=" + wanted)
			.run((context) -> {
				Span span = start(context, false);
				IntStream.range(0, 1000).forEach((i) -> span.addEvent("progress"));
				IntStream.range(0, 1000).forEach((i) -> span.recordException(new IllegalStateException("e")));
				SpanData data = end(span);
				assertThat(data.getEvents()).hasSize(128);
				assertThat(exceptions(data)).hasSize(exceptions);
			});
	}

	@Test
	void appliesToTheLimitsOfTheUsersBean() {
		SpanLimits limits = SpanLimits.builder().setMaxNumberOfEvents(16).setMaxAttributeValueLength(9).build();
		this.runner.withBean(SpanLimits.class, () -> limits).run((context) -> {
			SpanLimits used = context.getBean(SdkTracerProvider.class).getSpanLimits();
			assertThat(used.getMaxNumberOfEvents()).isEqualTo(8);
			assertThat(used.getMaxAttributeValueLength()).isEqualTo(9);
			assertThat(used.toBuilder().build()).isEqualTo(limits);
		});
	}

	@Test
	void limitsOfTheUsersCustomizerWin() {
		this.runner
			.withBean(SdkTracerProviderBuilderCustomizer.class,
					() -> (builder) -> builder.setSpanLimits(SpanLimits.getDefault()))
			.run((context) -> assertThat(context.getBean(SdkTracerProvider.class).getSpanLimits())
				.isSameAs(SpanLimits.getDefault()));
	}

	@Test
	void areAwayWhenTracingIsOff() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SdkTracerProviderBuilderCustomizer.class));
	}

	@Test
	void exceptionsOfManyThreadsFindTheirPlaces() {
		this.runner.run((context) -> {
			Span span = start(context, false);
			ExecutorService threads = Executors.newFixedThreadPool(8);
			CountDownLatch start = new CountDownLatch(1);
			List<? extends Future<?>> work = IntStream.range(0, 8).mapToObj((thread) -> threads.submit(() -> {
				start.await();
				IntStream.range(0, 500).forEach((i) -> span.addEvent("progress"));
				IntStream.range(0, 2).forEach((i) -> span.recordException(new IllegalStateException("e")));
				return null;
			})).toList();
			start.countDown();
			for (Future<?> each : work) {
				each.get(60, TimeUnit.SECONDS);
			}
			threads.shutdown();
			SpanData data = end(span);
			assertThat(data.getEvents()).hasSize(128);
			assertThat(exceptions(data)).hasSize(16);
		});
	}

	@Test
	void anExceptionOfASpanThatHasEndedHarmsNoOther() {
		this.runner.run((context) -> {
			Span ended = start(context, false);
			ended.end();
			ended.recordException(new IllegalStateException("late"));
			Span span = start(context, false);
			IntStream.range(0, 1000).forEach((i) -> span.addEvent("progress"));
			IntStream.range(0, 20).forEach((i) -> span.recordException(new IllegalStateException("e" + i)));
			assertThat(exceptions(end(span))).hasSize(16);
		});
	}

	private static Span start(ApplicationContext context, boolean prepared) {
		OpenTelemetry openTelemetry = context.getBean(OpenTelemetry.class);
		Span parent = openTelemetry.getTracer("test").spanBuilder("parent").startSpan();
		Span span = prepared
				? PreparedTracer.of(openTelemetry, "prepared")
					.startSpan(Context.root().with(parent), "span", SpanKind.CLIENT,
							PreparedAttributes.of(Attributes.empty()), 1)
				: openTelemetry.getTracer("test").spanBuilder("span").startSpan();
		assertThat(span.getClass().getSimpleName()).isEqualTo(prepared ? "PreparedSpan" : "SdkSpan");
		return span;
	}

	private static Attributes attributes(int count) {
		AttributesBuilder attributes = Attributes.builder();
		IntStream.range(0, count).forEach((number) -> attributes.put("key." + number, number));
		return attributes.build();
	}

	private static SpanData end(Span span) {
		span.end();
		return ((ReadableSpan) span).toSpanData();
	}

	private static List<EventData> exceptions(SpanData span) {
		return span.getEvents().stream().filter(ExceptionEventData.class::isInstance).toList();
	}

}
