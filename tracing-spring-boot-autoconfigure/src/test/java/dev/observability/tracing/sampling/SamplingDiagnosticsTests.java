// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;

import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.Finding;
import dev.observability.tracing.diagnostics.FindingCode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class SamplingDiagnosticsTests {

	private static final Context CALLER = Context.root()
		.with(Span.wrap(SpanContext.createFromRemoteParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
				TraceFlags.getSampled(), TraceState.getDefault())));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("management.tracing.sampling.probability=1.0");

	@ParameterizedTest
	@ValueSource(strings = { "management.tracing.sampling.probability=0",
			"management.opentelemetry.tracing.sampler=always_off",
			"management.opentelemetry.tracing.sampler=parent_based_always_off" })
	void aSamplerThatKeepsNothingIsFound(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(findings(context)).singleElement()
				.satisfies((finding) -> assertThat(finding.code()).isEqualTo(FindingCode.SAMPLING_ZERO)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.tracing.sampling.probability=0.01",
			"management.opentelemetry.tracing.sampler=always_on" })
	void aSamplerThatKeepsSomeIsNot(String property) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(findings(context)).isEmpty());
	}

	@Test
	void theSamplerOfTheUserIsLookedAt() {
		this.runner.withBean(Sampler.class, Sampler::alwaysOff)
			.run((context) -> assertThat(findings(context)).extracting(Finding::code)
				.containsExactly(FindingCode.SAMPLING_ZERO));
	}

	@Test
	void requestsWithoutAContextAreFoundWhenThereWereEnough() {
		this.runner.run((context) -> {
			requests(context, Context.root(), InboundContexts.ENOUGH - 1);
			assertThat(findings(context)).isEmpty();
			requests(context, Context.root(), 1);
			assertThat(findings(context)).singleElement().satisfies((finding) -> {
				assertThat(finding.code()).isEqualTo(FindingCode.INBOUND_WITHOUT_CONTEXT);
				assertThat(finding.confidence()).isEqualTo(Confidence.LOW);
			});
		});
	}

	@Test
	void oneRequestWithAContextIsEnough() {
		this.runner.run((context) -> {
			requests(context, Context.root(), InboundContexts.ENOUGH);
			requests(context, CALLER, 1);
			assertThat(findings(context)).isEmpty();
		});
	}

	@Test
	void scrapesDoNotCount() {
		this.runner.run((context) -> {
			for (int i = 0; i < InboundContexts.ENOUGH; i++) {
				request(context, Context.root(), "/actuator/prometheus");
			}
			assertThat(context.getBean(InboundContexts.class).without()).isZero();
		});
	}

	@Test
	void tellsNothingWhereDiagnosticsAreOff() {
		this.runner.withPropertyValues("observability.tracing.diagnostics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SamplingDiagnostics.class));
	}

	private static List<Finding> findings(ApplicationContext context) {
		return context.getBean(SamplingDiagnostics.class).findings();
	}

	private static void requests(ApplicationContext context, Context parent, int count) {
		for (int i = 0; i < count; i++) {
			request(context, parent, "/orders");
		}
	}

	private static void request(ApplicationContext context, Context parent, String path) {
		context.getBean(SdkTracerProvider.class)
			.get("test")
			.spanBuilder("request")
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent)
			.setAttribute("url.path", path)
			.startSpan()
			.end();
	}

}
