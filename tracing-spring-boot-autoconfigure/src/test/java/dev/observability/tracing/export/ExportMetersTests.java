// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportMeters} and {@link SpanCounts}.
 */
class ExportMetersTests {

	private final Answering exporter = new Answering();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ExportAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
						OtlpTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class))
		.withBean(SpanExporter.class, () -> this.exporter)
		.withPropertyValues("management.tracing.sampling.probability=1.0",
				"management.opentelemetry.tracing.export.schedule-delay=10m");

	@Test
	void everySpanThatStartedIsLiveOrInFlightOrExportedOrLost() {
		this.runner.run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(ExportMeters.class).bindTo(registry);
			SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
			Span open = provider.get("test").spanBuilder("open").startSpan();
			end(provider, 3);
			awaitExports(provider, registry);
			this.exporter.fails = true;
			end(provider, 2);
			awaitExports(provider, registry);
			end(provider, 4);
			assertThat(started(registry, "none")).isEqualTo(10);
			assertThat(gauge(registry, "otel.sdk.span.live")).isEqualTo(1);
			assertThat(exported(registry, "none")).isEqualTo(3);
			assertThat(exported(registry, "other")).isEqualTo(2);
			assertThat(gauge(registry, "otel.sdk.exporter.span.inflight")).isEqualTo(4);
			assertThat(gauge(registry, "otel.sdk.processor.span.queue.size")).isEqualTo(4);
			assertThat(gauge(registry, "tracing.export.memory.used")).isGreaterThan(4 * 256);
			assertThat(processed(registry, "none")).isEqualTo(5);
			assertThat(registry.get("tracing.export.lost").tag("reason", "other").functionCounter().count())
				.isEqualTo(2);
			Collection<Timer> attempts = registry.get("otel.sdk.exporter.operation.duration").timers();
			assertThat(attempts).hasSize(2).allSatisfy((timer) -> assertThat(timer.count()).isEqualTo(1));
			open.end();
			assertThat(gauge(registry, "otel.sdk.span.live")).isZero();
		});
	}

	@Test
	void spansAreToldApartByTheirParentAndTheDecision() {
		this.runner.withBean(Sampler.class, () -> Sampler.parentBased(Sampler.alwaysOff())).run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(ExportMeters.class).bindTo(registry);
			Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
			Span root = tracer.spanBuilder("dropped").startSpan();
			tracer.spanBuilder("child").setParent(Context.root().with(root)).startSpan().end();
			root.end();
			assertThat(registry.get("otel.sdk.span.started")
				.tags("otel.span.parent.origin", "none", "otel.span.sampling_result", "DROP")
				.functionCounter()
				.count()).isEqualTo(1);
			assertThat(registry.get("otel.sdk.span.started")
				.tags("otel.span.parent.origin", "local", "otel.span.sampling_result", "DROP")
				.functionCounter()
				.count()).isEqualTo(1);
			assertThat(started(registry, "remote")).isZero();
		});
	}

	@Test
	void prometheusTakesEverySeries() {
		this.runner.withBean("second", SpanExporter.class, Answering::new).run((context) -> {
			PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
			registry.config().onMeterRegistrationFailed((id, reason) -> {
				throw new AssertionError(id + ": " + reason);
			});
			context.getBean(ExportMeters.class).bindTo(registry);
			SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
			end(provider, 1);
			provider.forceFlush().join(30, TimeUnit.SECONDS);
			assertThat(registry.scrape()).contains("otel_sdk_span_started_total{",
					"otel_sdk_processor_span_queue_size{otel_component_name=\"batching_span_processor/1\"",
					"otel_sdk_exporter_span_exported_total{", "tracing_export_lost_spans_total{",
					"otel_sdk_exporter_operation_duration_seconds_count{", "tracing_export_memory_max_bytes{");
		});
	}

	@Test
	void isAbsentWithoutMicrometersMeters() {
		this.runner
			.withClassLoader(new FilteredClassLoader("io.micrometer.core.instrument.binder",
					"io.micrometer.core.instrument.MeterRegistry"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ExportMeters.class));
	}

	// A flush that is asked for while another one ends is not heard
	private static void awaitExports(SdkTracerProvider provider, MeterRegistry registry) {
		Awaitility.await().until(() -> {
			// One that is asked for and not awaited would take what ends next as well
			provider.forceFlush().join(30, TimeUnit.SECONDS);
			return gauge(registry, "otel.sdk.exporter.span.inflight") == 0;
		});
	}

	private static double started(MeterRegistry registry, String origin) {
		return registry.get("otel.sdk.span.started")
			.tags("otel.span.parent.origin", origin, "otel.span.sampling_result", "RECORD_AND_SAMPLE")
			.functionCounter()
			.count();
	}

	private static double gauge(MeterRegistry registry, String name) {
		return registry.get(name).gauges().stream().mapToDouble(Gauge::value).sum();
	}

	private static double exported(MeterRegistry registry, String error) {
		return sum(registry.get("otel.sdk.exporter.span.exported").tag("error.type", error).functionCounters());
	}

	private static double processed(MeterRegistry registry, String error) {
		return sum(registry.get("otel.sdk.processor.span.processed").tag("error.type", error).functionCounters());
	}

	private static double sum(Collection<FunctionCounter> counters) {
		return counters.stream().mapToDouble(FunctionCounter::count).sum();
	}

	private static void end(SdkTracerProvider provider, int spans) {
		for (int i = 0; i < spans; i++) {
			provider.get("test").spanBuilder("span").startSpan().end();
		}
	}

	/** Answers at once. */
	private static final class Answering implements SpanExporter {

		private volatile boolean fails;

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return this.fails ? CompletableResultCode.ofFailure() : CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
