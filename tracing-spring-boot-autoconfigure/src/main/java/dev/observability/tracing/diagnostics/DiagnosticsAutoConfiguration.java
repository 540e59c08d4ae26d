// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.time.Clock;
import java.time.Duration;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.DiagnosticsSection;
import dev.observability.tracing.JavaAgent;
import dev.observability.tracing.redaction.ApplicationRedaction;
import dev.observability.tracing.redaction.Redactor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of what tells why there are no traces. It stays while tracing is
 * off, because that is one of the answers.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnTracingFeature(value = "diagnostics", tellsOfOff = true)
@EnableConfigurationProperties(DiagnosticsProperties.class)
public final class DiagnosticsAutoConfiguration {

	// While tracing is off there is no bean of it
	private static ReportMask mask(ObjectProvider<Redactor> redactor, Environment environment) {
		return new ReportMask(redactor.getIfAvailable(() -> ApplicationRedaction.early(environment)));
	}

	/** Where the application exposes the endpoint. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnAvailableEndpoint(TracingEndpoint.class)
	static class EndpointConfiguration {

		private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

		@Bean
		@ConditionalOnMissingBean
		TracingEndpoint tracingEndpoint(ConfigurableListableBeanFactory beans, Environment environment,
				ObjectProvider<DiagnosticsContributor> contributors, ObjectProvider<ExporterReports> exporters,
				ObjectProvider<DiagnosticsSection> sections, ObjectProvider<Redactor> redactor,
				DiagnosticsProperties properties) {
			PortProbe probe = new PortProbe(PROBE_TIMEOUT, EndpointConfiguration::sibling);
			Doctor doctor = new Doctor(contributors, exporters, JavaAgent::isPresent,
					new ExporterExamination(Clock.systemUTC()),
					properties.probes() ? new PortProbes(probe::probe, System::nanoTime) : null);
			return new TracingEndpoint(new FeatureReport(beans, environment), contributors, exporters, sections, doctor,
					mask(redactor, environment));
		}

		// The two of the OTLP specification
		private static int sibling(int port) {
			return switch (port) {
				case 4317 -> 4318;
				case 4318 -> 4317;
				default -> 0;
			};
		}

	}

	/** Where the application asks for it: nobody is to find a new one in its health. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	@ConditionalOnBooleanProperty("management.health.tracing.enabled")
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "tracingHealthIndicator")
		TracingHealthIndicator tracingHealthIndicator(ObjectProvider<ExporterReports> exporters,
				ObjectProvider<Redactor> redactor, Environment environment) {
			return new TracingHealthIndicator(exporters, mask(redactor, environment));
		}

	}

}
