// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.Map;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.ObservabilityTracingProperties;
import dev.observability.tracing.OtlpBackendsProperties;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource.StubPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertySourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EnvironmentAutoConfiguration.class, SslAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				OtlpTracingAutoConfiguration.class));

	@Test
	void checksAndTellsAndLeavesTheSdkToBoot() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(ObservabilityTracingProperties.class);
			assertThat(context).hasSingleBean(PropertiesCheck.class);
			assertThat(context).hasSingleBean(StartupSummary.class);
			assertThat(context.getBean(OpenTelemetry.class)).isInstanceOf(OpenTelemetrySdk.class);
			assertThat(context).hasSingleBean(SdkTracerProvider.class);
		});
	}

	@Test
	void onlyPropagatesWhileTracingIsOff() {
		this.contextRunner
			.withPropertyValues("observability.tracing.enabled=false", "management.opentelemetry.enabled=false")
			.run((context) -> {
				OpenTelemetry openTelemetry = context.getBean(OpenTelemetry.class);
				assertThat(openTelemetry).isNotInstanceOf(OpenTelemetrySdk.class);
				assertThat(openTelemetry.getPropagators().getTextMapPropagator().fields()).contains("traceparent");
				Span span = openTelemetry.getTracer("test").spanBuilder("test").startSpan();
				assertThat(span.getSpanContext().isValid()).isFalse();
			});
	}

	@Test
	void backsOffWhenUserDefinesOpenTelemetry() {
		this.contextRunner.withUserConfiguration(UserOpenTelemetry.class)
			.withPropertyValues("management.opentelemetry.enabled=false")
			.run((context) -> assertThat(context.getBean(OpenTelemetry.class)).isSameAs(UserOpenTelemetry.INSTANCE));
	}

	@Test
	void checksWithoutTheLibrariesOfTracing() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader(OpenTelemetry.class, OtlpTracingConnectionDetails.class))
			.run((context) -> {
				assertThat(context).hasSingleBean(PropertiesCheck.class);
				assertThat(context).doesNotHaveBean(StartupSummary.class);
				assertThat(context).doesNotHaveBean("propagatingOpenTelemetry");
			});
	}

	@Test
	void letsTheUsersPropertySourceWin() {
		SpringApplication application = new SpringApplication(WithPropertySource.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--observability.tracing.service-name=ours")) {
			Binder binder = Binder.get(context.getEnvironment());
			assertThat(binder.bind("management.tracing.sampling.probability", String.class).get()).isEqualTo("0.25");
			assertThat(binder.bind("management.opentelemetry.resource-attributes[service.name]", String.class).get())
				.isEqualTo("theirs");
			// Those without properties, in which others keep something, decide about
			// nothing
			assertThat(context.getEnvironment()
				.getPropertySources()
				.stream()
				.filter((source) -> !(source instanceof StubPropertySource))
				.reduce((first, last) -> last))
				.hasValueSatisfying((last) -> assertThat(last.getName()).isEqualTo("observabilityTracing"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "enabled", "endpoint", "protocol", "insecure", "headers", "compression", "timeout",
			"ssl-bundle", "service-name", "service-version", "service-namespace", "environment", "sample-rate" })
	void takesABlankValueForNone(String key) {
		this.contextRunner.withPropertyValues("observability.tracing." + key + "=").run((context) -> {
			assertThat(context).hasNotFailed();
			ObservabilityTracingProperties properties = context.getBean(ObservabilityTracingProperties.class);
			assertThat(properties.enabled()).isTrue();
			assertThat(properties.sampleRate()).isEqualTo(1.0);
			assertThat(properties.headers()).isEmpty();
		});
	}

	@Test
	void bindsTheProperties() {
		this.contextRunner
			.withPropertyValues("observability.tracing.endpoint=localhost:4317",
					"observability.tracing.protocol=http/protobuf", "observability.tracing.insecure=true",
					"observability.tracing.headers.x-key=value", "observability.tracing.compression=gzip",
					"observability.tracing.timeout=3s", "observability.tracing.service-name=orders",
					"observability.tracing.service-version=1", "observability.tracing.service-namespace=shop",
					"observability.tracing.environment=test", "observability.tracing.sample-rate=0.5")
			.run((context) -> assertThat(context.getBean(ObservabilityTracingProperties.class))
				.hasFieldOrPropertyWithValue("endpoint", "localhost:4317")
				.hasFieldOrPropertyWithValue("protocol", ObservabilityTracingProperties.Protocol.HTTP_PROTOBUF)
				.hasFieldOrPropertyWithValue("insecure", true)
				.hasFieldOrPropertyWithValue("compression", ObservabilityTracingProperties.Compression.GZIP)
				.hasFieldOrPropertyWithValue("serviceName", "orders")
				.hasFieldOrPropertyWithValue("serviceVersion", "1")
				.hasFieldOrPropertyWithValue("serviceNamespace", "shop")
				.hasFieldOrPropertyWithValue("environment", "test")
				.hasFieldOrPropertyWithValue("sampleRate", 0.5));
	}

	@Test
	void checksBeforeTheConnectionOfTheExporterIsMade() {
		this.contextRunner
			.withPropertyValues("observability.tracing.ssl-bundle=nowhere",
					"management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:4318/v1/traces",
					"management.opentelemetry.tracing.export.otlp.ssl.bundle=nowhere")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidTracingPropertyException.class));
	}

	@Test
	void refusesHeaderOfSeveralWordsInVariable() {
		Map<String, Object> variables = Map.of("OBSERVABILITY_TRACING_HEADERS_X_KEY", "s3cret");
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables)))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("OBSERVABILITY_TRACING_HEADERS_X_KEY")
				.hasMessageNotContaining("s3cret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "OBSERVABILITY_TRACING_EXPORT_OTLP_MY_BACKEND_ENDPOINT",
			"OBSERVABILITY_TRACING_EXPORT_OTLP_JAEGER_URL", "OBSERVABILITY_TRACING_EXPORT_OTLP_JAEGER_HEADERS_X_KEY" })
	void refusesVariablesOfFurtherBackEndsThatNothingWouldRead(String variable) {
		this.contextRunner.withPropertyValues("observability.tracing.export.otlp.jaeger.endpoint=localhost:4317")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment",
						new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, "s3cret"))))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((failure) -> assertThat(String.valueOf(failure.getMessage()))
					.contains(variable, "an underscore")
					.doesNotContain("s3cret")));
	}

	@Test
	void takesVariablesOfFurtherBackEnds() {
		Map<String, Object> variables = Map.of("OBSERVABILITY_TRACING_EXPORT_OTLP_JAEGER_ENDPOINT", "localhost:4317",
				"OBSERVABILITY_TRACING_EXPORT_OTLP_JAEGER_HEADERS_AUTHORIZATION", "s3cret",
				"OBSERVABILITY_TRACING_EXPORT_OTLP_JAEGER_SSLBUNDLE", "");
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables)))
			.run((context) -> assertThat(context.getBean(OtlpBackendsProperties.class).active())
				.containsOnlyKeys("jaeger"));
	}

	@Test
	void checksBeforeExportersAreMadeWithoutAFirstEndpoint() {
		this.contextRunner
			.withPropertyValues("observability.tracing.export.otlp.jaeger.endpoint=localhost:4317",
					"observability.tracing.export.otlp.jaeger.ssl-bundle=nowhere")
			.withBean("exporters", SpanExporters.class, () -> {
				throw new IllegalStateException("made before the check");
			})
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidTracingPropertyException.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class UserOpenTelemetry {

		private static final OpenTelemetry INSTANCE = OpenTelemetrySdk.builder().build();

		@Bean
		OpenTelemetry userOpenTelemetry() {
			return INSTANCE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@PropertySource(value = "their.properties", factory = TheirProperties.class)
	static class WithPropertySource {

	}

	/** Stands for a file of the user. */
	static final class TheirProperties implements PropertySourceFactory {

		@Override
		public MapPropertySource createPropertySource(@Nullable String name, EncodedResource resource) {
			return new MapPropertySource("their.properties", Map.of("management.tracing.sampling.probability", "0.25",
					"management.opentelemetry.resource-attributes.[service.name]", "theirs"));
		}

	}

}
