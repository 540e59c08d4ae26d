// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How OTLP exporters connect: by SSL bundles that they follow.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(OtlpHttpSpanExporter.class)
@ConditionalOnEnabledTracingExport("otlp")
@ConditionalOnEnabledOpenTelemetry
class OtlpConnectionsConfiguration {

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
