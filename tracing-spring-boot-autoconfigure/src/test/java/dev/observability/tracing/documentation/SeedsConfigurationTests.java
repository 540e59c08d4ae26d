// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configurations that seeds.md quotes, given to a real application as they were
 * written.
 */
class SeedsConfigurationTests {

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	@Test
	void takesTheYamlOfThePlatformGuide(@TempDir Path directory) throws IOException {
		try (ConfigurableApplicationContext context = start(directory, """
				observability:
				  tracing:
				    enabled: true
				    endpoint: "localhost:4317"
				    service_name: "platform"
				    environment: "production"
				    sample_rate: 0.25
				    insecure: false
				""")) {
			assertThat(context.getEnvironment().getProperty(ENDPOINT)).isEqualTo("https://localhost:4317");
			assertThat(context.getBean(Sampler.class).getDescription()).contains("0.25");
			assertThat(resource(context, "service.name")).isEqualTo("platform");
			assertThat(resource(context, "deployment.environment.name")).isEqualTo("production");
		}
	}

	@Test
	void takesTheVariablesOfThePlatformGuideWithoutTheirFirstWord() {
		StandardEnvironment environment = new StandardEnvironment();
		Map<String, Object> variables = Map.of("OBSERVABILITY_TRACING_ENABLED", "true",
				"OBSERVABILITY_TRACING_ENDPOINT", "collector.example.com:4317", "OBSERVABILITY_TRACING_SERVICE_NAME",
				"platform", "OBSERVABILITY_TRACING_ENVIRONMENT", "production", "OBSERVABILITY_TRACING_SAMPLE_RATE",
				"0.1");
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		SpringApplication application = application();
		application.setEnvironment(environment);
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getEnvironment().getProperty(ENDPOINT)).isEqualTo("https://collector.example.com:4317");
			assertThat(context.getBean(Sampler.class).getDescription()).contains("0.1");
			assertThat(resource(context, "service.name")).isEqualTo("platform");
			assertThat(resource(context, "deployment.environment.name")).isEqualTo("production");
		}
	}

	@Test
	void takesTheYamlOfTheBackendRequirements(@TempDir Path directory) throws IOException {
		try (ConfigurableApplicationContext context = start(directory, """
				observability:
				  service_name: lambda-builder
				  service_version: 0.1.0
				  environment: dev
				  otlp_endpoint: tempo:4317
				  sampling_rate: 0.5
				""")) {
			assertThat(context.getEnvironment().getProperty(ENDPOINT)).isEqualTo("https://tempo:4317");
			assertThat(context.getBean(Sampler.class).getDescription()).contains("0.5");
			assertThat(resource(context, "service.name")).isEqualTo("lambda-builder");
			assertThat(resource(context, "service.version")).isEqualTo("0.1.0");
			assertThat(resource(context, "deployment.environment.name")).isEqualTo("dev");
		}
	}

	@Test
	void usesTheTracerProviderOfSpringBoot(@TempDir Path directory) throws IOException {
		try (ConfigurableApplicationContext context = start(directory, "")) {
			assertThat(context.getBeansOfType(SdkTracerProvider.class)).containsOnlyKeys("otelSdkTracerProvider");
		}
	}

	@Test
	void followsTheDecisionOfTheCaller(@TempDir Path directory) throws IOException {
		try (ConfigurableApplicationContext context = start(directory, "observability.tracing.sample-rate: 0.0")) {
			assertThat(decision(context, TraceFlags.getSampled())).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
		}
		try (ConfigurableApplicationContext context = start(directory, "observability.tracing.sample-rate: 1.0")) {
			assertThat(decision(context, TraceFlags.getDefault())).isEqualTo(SamplingDecision.DROP);
		}
	}

	private static SamplingDecision decision(ConfigurableApplicationContext context, TraceFlags flags) {
		SpanContext caller = SpanContext.createFromRemoteParent(TRACE_ID, "b7ad6b7169203331", flags,
				TraceState.getDefault());
		return context.getBean(Sampler.class)
			.shouldSample(Context.root().with(Span.wrap(caller)), TRACE_ID, "GET", SpanKind.SERVER, Attributes.empty(),
					List.of())
			.getDecision();
	}

	private static @Nullable String resource(ConfigurableApplicationContext context, String attribute) {
		return context.getBean(Resource.class).getAttribute(AttributeKey.stringKey(attribute));
	}

	private static ConfigurableApplicationContext start(Path directory, String yaml) throws IOException {
		Files.writeString(directory.resolve("application.yaml"), yaml);
		return application().run("--spring.config.location=" + directory.toUri());
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
