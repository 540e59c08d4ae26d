// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.testing.OtlpReceiver;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.Lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is delivered when the application ends.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportEndTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int SPANS = 5000;

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ExportAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
						OtlpTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class))
		.withPropertyValues("management.tracing.sampling.probability=1.0",
				"management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.httpEndpoint(),
				"management.opentelemetry.tracing.export.schedule-delay=10m");

	@AfterEach
	void closeReceiver() {
		this.receiver.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void everySpanThatEndedBeforeTheApplicationReachesAHealthyCollector(String transport, CapturedOutput output) {
		this.runner
			.withPropertyValues("management.opentelemetry.tracing.export.otlp.transport=" + transport,
					"management.opentelemetry.tracing.export.otlp.endpoint="
							+ ("grpc".equals(transport) ? this.receiver.grpcEndpoint() : this.receiver.httpEndpoint()),
					"management.opentelemetry.tracing.export.max-queue-size=8192",
					"observability.tracing.export.shutdown-timeout=1m")
			.run((context) -> end(context.getBean(SdkTracerProvider.class), SPANS));
		assertThat(this.receiver.spans()).hasSize(SPANS);
		assertThat(output).doesNotContain("did not reach");
	}

	@Test
	void beanThatEndsSlowlyTakesNothingFromTheTimeOfTheSpans(CapturedOutput output) {
		this.runner.withPropertyValues("observability.tracing.export.shutdown-timeout=2s")
			.withBean("slow", DisposableBean.class,
					() -> () -> new CountDownLatch(1).await(2500, TimeUnit.MILLISECONDS))
			.run((context) -> end(context.getBean(SdkTracerProvider.class), 1));
		assertThat(this.receiver.spans()).hasSize(1);
		assertThat(output).doesNotContain("did not reach");
	}

	@Test
	void applicationThatIsStoppedButNotClosedGoesOnExporting() {
		this.runner.withPropertyValues("observability.tracing.export.shutdown-timeout=0s").run((context) -> {
			((Lifecycle) context.getSourceApplicationContext()).stop();
			SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
			end(provider, 1);
			provider.forceFlush().join(60, TimeUnit.SECONDS);
			assertThat(this.receiver.await(1, TIMEOUT)).hasSize(1);
			assertThat(context.getBean(ExportLosses.class).total()).isZero();
		});
	}

	private static void end(SdkTracerProvider provider, int spans) {
		for (int i = 0; i < spans; i++) {
			provider.get("test").spanBuilder("span").startSpan().end();
		}
	}

}
