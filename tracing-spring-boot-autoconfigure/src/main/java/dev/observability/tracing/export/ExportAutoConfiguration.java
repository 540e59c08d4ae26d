// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;

import dev.observability.tracing.ConditionalOnTracingFeature;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the way out: redaction before every exporter, one line when the
 * collector goes and one when it is back, a bounded end. There is no switch of its own,
 * because that would be one for redaction.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = { OpenTelemetryTracingAutoConfiguration.class, OtlpTracingAutoConfiguration.class })
@ConditionalOnTracingFeature
@ConditionalOnClass({ SdkTracerProvider.class, CompositeSpanExporter.class })
@EnableConfigurationProperties({ ExportProperties.class, OpenTelemetryTracingProperties.class })
public final class ExportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ExportLosses tracingExportLosses() {
		return new ExportLosses();
	}

	@Bean
	@ConditionalOnMissingBean
	ExportShutdown tracingExportShutdown(ExportProperties properties) {
		return new ExportShutdown(properties.shutdownTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	ExportPipelineFactory tracingExportPipelineFactory(ExportLosses losses, ExportShutdown shutdown,
			OpenTelemetryTracingProperties properties) {
		return new ExportPipelineFactory(losses, shutdown, properties.getExport().getTimeout());
	}

	@Bean
	static SpanExportersPostProcessor tracingSpanExportersPostProcessor(
			ObjectProvider<ExportPipelineFactory> pipelines) {
		return new SpanExportersPostProcessor(pipelines);
	}

	/**
	 * Boot's processor, heard for what its queue drops, and without Boot's composite
	 * unless the application filters or reports spans: the composite copies every span.
	 * @param exporters the exporters
	 * @param properties Boot's
	 * @param parts what the composite is made of
	 * @param meters the application's meters
	 * @param losses where drops are counted
	 * @return the processor
	 */
	@Bean(SpanExportersPostProcessor.OWN_PROCESSOR)
	@ConditionalOnMissingBean
	@ConditionalOnEnabledOpenTelemetry
	BatchSpanProcessor tracingBatchSpanProcessor(SpanExporters exporters, OpenTelemetryTracingProperties properties,
			CompositeParts parts, ObjectProvider<MeterProvider> meters, ExportLosses losses) {
		OpenTelemetryTracingProperties.Export export = properties.getExport();
		MeterProvider meterProvider = meters.getIfAvailable(MeterProvider::noop);
		return BatchSpanProcessor.builder(parts.exporter(exporters.list()))
			.setExportUnsampledSpans(export.isIncludeUnsampled())
			.setExporterTimeout(export.getTimeout())
			.setMaxExportBatchSize(export.getMaxBatchSize())
			.setMaxQueueSize(export.getMaxQueueSize())
			.setScheduleDelay(export.getScheduleDelay())
			.setMeterProvider(new QueueMeterProvider(meterProvider, losses))
			.build();
	}

	@Bean
	@ConditionalOnMissingBean
	CompositeParts tracingCompositeParts(ObjectProvider<SpanExportingPredicate> predicates,
			ObjectProvider<SpanReporter> reporters, ObjectProvider<SpanFilter> filters) {
		return new CompositeParts(predicates, reporters, filters);
	}

	/**
	 * What the application does to spans by the means of Micrometer.
	 *
	 * @param predicates which spans to export
	 * @param reporters further exits
	 * @param filters what to change
	 */
	record CompositeParts(ObjectProvider<SpanExportingPredicate> predicates, ObjectProvider<SpanReporter> reporters,
			ObjectProvider<SpanFilter> filters) {

		SpanExporter exporter(List<SpanExporter> exporters) {
			List<SpanExportingPredicate> predicates = this.predicates.orderedStream().toList();
			List<SpanReporter> reporters = this.reporters.orderedStream().toList();
			List<SpanFilter> filters = this.filters.orderedStream().toList();
			return (predicates.isEmpty() && reporters.isEmpty() && filters.isEmpty())
					? SpanExporter.composite(exporters)
					: new CompositeSpanExporter(exporters, predicates, reporters, filters);
		}

	}

	/**
	 * The senders of Boot's OTLP exporters. First in order, so that a customizer of the
	 * application wins.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtlpHttpSpanExporter.class)
	@ConditionalOnEnabledTracingExport("otlp")
	static class OtlpSenders {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpHttpSpanExporterBuilderCustomizer tracingHttpSenderCustomizer(ExportLosses losses) {
			return (builder) -> builder.setComponentLoader(new SenderComponentLoader(classLoader(), losses));
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpGrpcSpanExporterBuilderCustomizer tracingGrpcSenderCustomizer(ExportLosses losses) {
			return (builder) -> builder.setComponentLoader(new SenderComponentLoader(classLoader(), losses));
		}

		private static ClassLoader classLoader() {
			return OtlpHttpSpanExporter.class.getClassLoader();
		}

	}

}
