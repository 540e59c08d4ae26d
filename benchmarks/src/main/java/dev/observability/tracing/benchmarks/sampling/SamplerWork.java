// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.sampling;

import java.util.List;
import java.util.Map;

import dev.observability.tracing.benchmarks.launch.PairedTurns.Work;
import dev.observability.tracing.sampling.SamplingAutoConfiguration;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * One decision about a span by the sampler of an application, and the trace state that
 * the SDK then asks for. Belongs to the thread that makes it.
 */
public final class SamplerWork implements Work {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final Attributes REQUEST = Attributes.of(AttributeKey.stringKey("http.request.method"), "GET",
			AttributeKey.stringKey("url.path"), "/orders/42");

	private final ConfigurableApplicationContext application;

	private final Sampler sampler;

	private final Context parent;

	private final TraceState state;

	private final SpanKind kind;

	private final Attributes attributes;

	public SamplerWork(SamplerVariant variant, SampledSpan span) {
		this.application = start(variant, span);
		SdkTracerProvider provider = this.application.getBean(SdkTracerProvider.class);
		this.sampler = provider.getSampler();
		this.parent = (span == SampledSpan.FIRST) ? Context.root()
				: Context.root().with(provider.get("benchmark").spanBuilder("parent").setNoParent().startSpan());
		this.state = Span.fromContext(this.parent).getSpanContext().getTraceState();
		this.kind = (span == SampledSpan.FIRST) ? SpanKind.SERVER : SpanKind.INTERNAL;
		this.attributes = (span == SampledSpan.FIRST) ? REQUEST : Attributes.empty();
	}

	private static ConfigurableApplicationContext start(SamplerVariant variant, SampledSpan span) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "error",
				"management.tracing.sampling.probability", "1.0", "observability.tracing.sampling.enabled",
				Boolean.toString(variant == SamplerVariant.OURS), "observability.tracing.sampling.max-spans-per-trace",
				Integer.toString((span == SampledSpan.TOO_MANY) ? 1 : Integer.MAX_VALUE)));
		return application.run();
	}

	@Override
	public int run() {
		SamplingResult result = decide();
		return result.getDecision().ordinal() + result.getUpdatedTraceState(this.state).size();
	}

	SamplingDecision decision() {
		return decide().getDecision();
	}

	private SamplingResult decide() {
		return this.sampler.shouldSample(this.parent, TRACE, "GET", this.kind, this.attributes, List.of());
	}

	@Override
	public void close() {
		this.application.close();
	}

	/** Nothing but what makes spans. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SamplingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
			OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class })
	static class Application {

	}

}
