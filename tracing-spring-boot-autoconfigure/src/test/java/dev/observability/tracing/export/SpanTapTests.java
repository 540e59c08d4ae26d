// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanTap}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpanTapTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("management.tracing.sampling.probability=1.0")
		.withConfiguration(AutoConfigurations.of(OpenTelemetrySdkAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, ExportAutoConfiguration.class));

	private static void makeSpans(OpenTelemetry openTelemetry) {
		openTelemetry.getTracer("test").spanBuilder("first").startSpan().end();
		openTelemetry.getTracer("test").spanBuilder("second").startSpan().end();
	}

	@Test
	void aTapSeesSpansThoughNobodyExports() {
		this.runner.withUserConfiguration(Tap.class).run((context) -> {
			makeSpans(context.getBean(OpenTelemetry.class));
			assertThat(context.getBean(Tap.class).seen).containsExactly("first", "second");
		});
	}

	@Test
	void aTapSeesSpansBesideAProcessorOfTheApplication() {
		this.runner.withUserConfiguration(Tap.class, OwnProcessor.class).run((context) -> {
			makeSpans(context.getBean(OpenTelemetry.class));
			assertThat(context.getBean(Tap.class).seen).containsExactly("first", "second");
		});
	}

	@Test
	void aTapThatFailsHurtsNobodyAndIsSaidOnce(CapturedOutput output) {
		this.runner.withUserConfiguration(FailingTap.class, Tap.class).run((context) -> {
			makeSpans(context.getBean(OpenTelemetry.class));
			assertThat(context.getBean(Tap.class).seen).containsExactly("first", "second");
		});
		assertThat(output.toString().split("A span is missing from", -1)).hasSize(2);
	}

	/** Remembers names. */
	@Configuration(proxyBeanMethods = false)
	static class Tap {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Bean
		SpanTap tap() {
			return (span) -> this.seen.add(span.getName());
		}

	}

	/** Throws. */
	@Configuration(proxyBeanMethods = false)
	static class FailingTap {

		@Bean
		SpanTap failingTap() {
			return (span) -> {
				throw new IllegalStateException("broken");
			};
		}

	}

	/** An application with a processor of its own. */
	@Configuration(proxyBeanMethods = false)
	static class OwnProcessor {

		@Bean
		BatchSpanProcessor processor() {
			return BatchSpanProcessor.builder(SpanExporter.composite()).build();
		}

	}

}
