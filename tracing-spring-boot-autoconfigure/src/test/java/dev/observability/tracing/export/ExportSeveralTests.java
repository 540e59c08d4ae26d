// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.observability.tracing.testing.OtlpReceiver;
import io.micrometer.tracing.exporter.SpanFilter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with two exporters, of which one hangs.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportSeveralTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	/** Fewer than the queue holds, so that a healthy exporter can take them all. */
	private static final int SPANS = 50;

	private static final int ROUNDS = 5;

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final Hanging hanging = new Hanging();

	@RegisterExtension
	private final BalancedLedgers ledgers = new BalancedLedgers();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withInitializer(this.ledgers)
		.withConfiguration(
				AutoConfigurations.of(ExportAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
						OtlpTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class))
		.withBean(SpanExporter.class, () -> this.hanging)
		.withPropertyValues("management.tracing.sampling.probability=1.0",
				"management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.httpEndpoint(),
				"management.opentelemetry.tracing.export.schedule-delay=20ms",
				"management.opentelemetry.tracing.export.timeout=10m",
				"management.opentelemetry.tracing.export.max-queue-size=64",
				"management.opentelemetry.tracing.export.max-batch-size=64",
				"observability.tracing.export.shutdown-timeout=1s");

	@AfterEach
	void closeReceiver() {
		this.receiver.close();
	}

	@Test
	void exporterThatHangsCostsTheHealthyOneNothing(CapturedOutput output) {
		this.runner.run((context) -> {
			for (int i = 1; i <= ROUNDS; i++) {
				end(context.getBean(SdkTracerProvider.class), SPANS);
				assertThat(this.receiver.await(i * SPANS, TIMEOUT)).hasSize(i * SPANS);
			}
			assertThat(context.getBean(ExportLosses.class).count(LossReason.QUEUE_FULL)).isPositive()
				.isEqualTo(context.getBean(ExportLosses.class).total());
		});
		assertThat(this.receiver.spans()).hasSize(ROUNDS * SPANS);
		assertThat(output).contains("The application ends; " + (ROUNDS * SPANS) + " spans did not reach Hanging")
			.doesNotContain("did not reach http", "than http");
	}

	@Test
	void whatEndsLastStillReachesTheHealthyOne() {
		AtomicInteger waited = new AtomicInteger();
		this.runner
			.withPropertyValues("management.opentelemetry.tracing.export.schedule-delay=10m",
					"observability.tracing.export.shutdown-timeout=5s")
			.run((context) -> {
				end(context.getBean(SdkTracerProvider.class), SPANS);
				waited.set(this.receiver.spans().size());
			});
		assertThat(waited).hasValue(0);
		assertThat(this.receiver.spans()).hasSize(SPANS);
		assertThat(this.hanging.exports).hasValue(1);
	}

	@Test
	void eachHasBootsSettingsAndItsPlaceInTheOrderOfTheProcessors() {
		this.runner.run((context) -> {
			assertThat(context.getBean(SpanProcessors.class)).filteredOn(IdleRunsProcessor.class::isInstance)
				.hasSize(1);
			List<ExportQueue> queues = context.getBean(ExportProcessors.class).all();
			assertThat(queues).hasSize(2)
				.extracting(ExportQueue::bounds)
				.containsOnly(new ExportQueue.Bounds(128, 50 * 1024 * 1024, false));
			assertThat(queues).extracting(ExportQueue::processor)
				.contains(context.getBean(BatchSpanProcessor.class))
				.allSatisfy((processor) -> assertThat(processor.toString()).contains("maxExportBatchSize=64")
					.contains("scheduleDelayNanos=20000000"));
			assertThat(context.getBean(SpanProcessors.class)).first().isInstanceOf(ExportShutdown.class);
		});
	}

	@Test
	void filtersOfTheApplicationNeedOneQueueForAll() {
		this.runner.withBean(SpanFilter.class, () -> (span) -> span)
			.run((context) -> assertThat(context.getBean(ExportProcessors.class).all()).hasSize(1));
	}

	@Test
	void processorOfTheUserStaysTheOnlyOne() {
		this.runner.withBean("mine", BatchSpanProcessor.class, () -> BatchSpanProcessor.builder(new Hanging()).build())
			.run((context) -> assertThat(context.getBean(SpanProcessors.class))
				.filteredOn(BatchSpanProcessor.class::isInstance)
				.containsExactly(context.getBean("mine", BatchSpanProcessor.class)));
	}

	private static void end(SdkTracerProvider provider, int spans) {
		for (int i = 0; i < spans; i++) {
			provider.get("test").spanBuilder("span").startSpan().end();
		}
	}

	/** Takes spans and never says what became of them. */
	private static final class Hanging implements SpanExporter {

		private final AtomicInteger exports = new AtomicInteger();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.exports.incrementAndGet();
			return new CompletableResultCode();
		}

		@Override
		public CompletableResultCode flush() {
			return new CompletableResultCode();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
