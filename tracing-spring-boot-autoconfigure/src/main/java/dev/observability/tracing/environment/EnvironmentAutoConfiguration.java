// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.Objects;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.ObservabilityTracingProperties;
import dev.observability.tracing.OtlpBackendsProperties;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration that checks {@code observability.tracing.*} before anything is made
 * of it, tells at the end of the start what is in effect, and keeps passing trace context
 * on while tracing is off.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = { OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
		OtlpTracingAutoConfiguration.class })
public final class EnvironmentAutoConfiguration {

	EnvironmentAutoConfiguration() {
	}

	/** What reads the properties; nothing does beside the OpenTelemetry Java agent. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature(passesContextOn = true)
	@EnableConfigurationProperties({ ObservabilityTracingProperties.class, OtlpBackendsProperties.class })
	static class CheckConfiguration {

		@Bean
		PropertiesCheck tracingPropertiesCheck(ConfigurableEnvironment environment,
				ObservabilityTracingProperties properties, OtlpBackendsProperties backends,
				ObjectProvider<SslBundles> sslBundles) {
			return new PropertiesCheck(environment, properties, backends, sslBundles);
		}

		@Bean
		static LastPropertySources tracingLastPropertySources() {
			return new LastPropertySources();
		}

		// A lazy check would come after the mistake has done its work, or never
		@Bean
		static LazyInitializationExcludeFilter tracingPropertiesCheckExcludeFilter() {
			return LazyInitializationExcludeFilter.forBeanTypes(PropertiesCheck.class,
					ObservabilityTracingProperties.class, OtlpBackendsProperties.class);
		}

	}

	/** The check speaks first where Boot would report the same mistake in other words. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature(passesContextOn = true)
	@ConditionalOnClass(OtlpTracingConnectionDetails.class)
	static class CheckFirstConfiguration {

		@Bean
		static ConnectionDetailsDependsOnCheck tracingConnectionDetailsDependsOnCheck() {
			return new ConnectionDetailsDependsOnCheck();
		}

		@Bean
		static ExportersDependOnCheck tracingExportersDependOnCheck() {
			return new ExportersDependOnCheck();
		}

	}

	/** What tells the user at the end of the start. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature(passesContextOn = true)
	@ConditionalOnClass({ OtlpTracingConnectionDetails.class, OpenTelemetry.class })
	static class StartupSummaryConfiguration {

		@Bean
		StartupSummary tracingStartupSummary(ConfigurableEnvironment environment) {
			return new StartupSummary(environment);
		}

	}

	/** What tells what is in effect, and whether tracing is off. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature(value = "diagnostics", tellsOfOff = true)
	static class DiagnosticsConfiguration {

		@Bean
		EnvironmentDiagnostics tracingEnvironmentDiagnostics(ConfigurableEnvironment environment,
				ResourceLoader resources) {
			return new EnvironmentDiagnostics(environment,
					Objects.requireNonNullElseGet(resources.getClassLoader(), ClassLoader::getSystemClassLoader));
		}

	}

	/**
	 * Tracing is off, or the Java agent's. Boot's disabled SDK still makes spans with ids
	 * of their own, puts these into log lines and sends them on, to be parents that
	 * nobody has; what only propagates sends on what came in.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OpenTelemetry.class)
	@ConditionalOnBooleanProperty(name = "management.opentelemetry.enabled", havingValue = false)
	static class PropagationOnlyConfiguration {

		@Bean
		@ConditionalOnMissingBean
		OpenTelemetry propagatingOpenTelemetry(ObjectProvider<ContextPropagators> propagators) {
			return OpenTelemetry.propagating(propagators.getIfAvailable(ContextPropagators::noop));
		}

	}

	/** Lets the exporter's connection wait for the check. */
	static final class ConnectionDetailsDependsOnCheck extends AbstractDependsOnBeanFactoryPostProcessor {

		ConnectionDetailsDependsOnCheck() {
			super(OtlpTracingConnectionDetails.class, PropertiesCheck.class);
		}

	}

	/** Lets all exporters together wait for the check: there may be no first one. */
	static final class ExportersDependOnCheck extends AbstractDependsOnBeanFactoryPostProcessor {

		ExportersDependOnCheck() {
			super(SpanExporters.class, PropertiesCheck.class);
		}

	}

}
