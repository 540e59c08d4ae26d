// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import dev.observability.tracing.OtlpBackendsProperties;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What OTLP exporters connect to, and how: SSL bundles that they follow, and further back
 * ends beside the first one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(OtlpHttpSpanExporter.class)
@ConditionalOnEnabledTracingExport("otlp")
@ConditionalOnEnabledOpenTelemetry
@EnableConfigurationProperties(OtlpBackendsProperties.class)
class OtlpConnectionsConfiguration {

	@Bean
	static OtlpBackendsPostProcessor tracingOtlpBackendsPostProcessor(ObjectProvider<OtlpBackendsProperties> properties,
			ObjectProvider<OtlpBackendFactory> factory) {
		return new OtlpBackendsPostProcessor(properties, factory);
	}

	@Bean
	OtlpBackendFactory tracingOtlpBackendFactory(OtlpSenders senders, ReloadingBundles bundles,
			ObjectProvider<MeterProvider> meters) {
		return new OtlpBackendFactory(senders, bundles, meters);
	}

	@Bean
	static ReloadingDetailsPostProcessor tracingReloadingDetailsPostProcessor(
			ObjectProvider<OtlpTracingProperties> properties, ObjectProvider<ReloadingBundles> bundles) {
		return new ReloadingDetailsPostProcessor(properties, bundles);
	}

	@Bean
	ReloadingBundles tracingReloadingBundles(ObjectProvider<SslBundles> bundles) {
		return new ReloadingBundles(bundles);
	}

}
