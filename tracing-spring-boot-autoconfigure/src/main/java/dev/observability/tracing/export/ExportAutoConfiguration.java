// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.redaction.Redactor;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpGrpcLogRecordExporterBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpHttpLogRecordExporterBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

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
@Import(OtlpConnectionsConfiguration.class)
public final class ExportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ExportLosses tracingExportLosses() {
		return new ExportLosses();
	}

	@Bean
	@ConditionalOnMissingBean
	IdleRuns tracingIdleRuns(ExportLosses losses, ExportProperties properties) {
		return new IdleRuns(losses, !properties.keepIdleRuns());
	}

	@Bean
	@ConditionalOnMissingBean
	ExportShutdown tracingExportShutdown(ExportProperties properties) {
		return new ExportShutdown(properties.shutdownTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	ExportAssembly tracingExportAssembly(ExportLosses losses, ExportShutdown shutdown, IdleRuns runs,
			OpenTelemetryTracingProperties settings, ExportProperties properties, ObjectProvider<OtlpSenders> senders,
			ObjectProvider<SpanTrimFactory> trims, ObjectProvider<Redactor> redactor, Environment environment) {
		OtlpSenders known = senders.getIfAvailable();
		SpoolFactory spools = properties.spool().enabled() ? new SpoolFactory(properties.spool(),
				environment.getProperty("spring.application.name", "application")) : null;
		ExportAssembly.Parts parts = new ExportAssembly.Parts(losses, shutdown, runs,
				(known != null) ? known::of : (exporter) -> null, spools, redactor.getIfAvailable(Redactor::standard),
				trims.getIfAvailable());
		return new ExportAssembly(parts, settings.getExport(), properties.maxMemory().toBytes());
	}

	@Bean
	@ConditionalOnMissingBean
	SpanCounts tracingSpanCounts() {
		return new SpanCounts();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SdkTracerProviderBuilderCustomizer tracingSpanCountsCustomizer(SpanCounts counts) {
		MeterProvider meters = counts.meters();
		return (builder) -> builder.setMeterProvider(() -> meters);
	}

	@Bean
	static SpanExportersPostProcessor tracingSpanExportersPostProcessor(ObjectProvider<ExportAssembly> assembly) {
		return new SpanExportersPostProcessor(assembly);
	}

	@Bean
	static SpanProcessorsPostProcessor tracingSpanProcessorsPostProcessor(ObjectProvider<ExportProcessors> processors,
			ObjectProvider<SpanTap> taps, ObjectProvider<ExportAssembly> assembly) {
		return new SpanProcessorsPostProcessor(processors, taps, assembly);
	}

	@Bean
	@ConditionalOnMissingBean
	CompositeParts tracingCompositeParts(ObjectProvider<SpanExportingPredicate> predicates,
			ObjectProvider<SpanReporter> reporters, ObjectProvider<SpanFilter> filters) {
		return new CompositeParts(predicates, reporters, filters);
	}

	@Bean
	@ConditionalOnMissingBean
	SpanMask tracingSpanMask(CompositeParts parts, ObjectProvider<SpanTrimFactory> trims,
			ObjectProvider<Redactor> redactor) {
		SpanTrimFactory known = trims.getIfAvailable();
		return new SpanMask(parts.predicates().orderedStream().toList(), parts.filters().orderedStream().toList(),
				new SpanRedaction(redactor.getIfAvailable(Redactor::standard),
						(known != null) ? known.createSilent() : null));
	}

	/** What tells how the exporters are. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature("diagnostics")
	static class Diagnostics {

		@Bean
		ExportDiagnostics tracingExportDiagnostics(ObjectProvider<ExportProcessors> processors,
				ObjectProvider<SpanExporters> exporters, ObjectProvider<OtlpSenders> senders, SpanCounts counts,
				ObjectProvider<SpanTap> taps, ObjectProvider<SpanReporter> reporters,
				ObjectProvider<SpanProcessors> all, ExportAssembly assembly, ExportProperties properties) {
			SpanWatchers watchers = new SpanWatchers(taps, reporters, processors, all);
			return new ExportDiagnostics(processors, exporters, senders, counts, watchers, assembly, properties);
		}

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

		/**
		 * Returns what applies them to every span, which copies each.
		 * @param exporters where the spans go then
		 * @return the composite, or {@code null} where the application has nothing to
		 * apply
		 */
		@Nullable SpanExporter composite(List<SpanExporter> exporters) {
			List<SpanExportingPredicate> predicates = this.predicates.orderedStream().toList();
			List<SpanReporter> reporters = this.reporters.orderedStream().toList();
			List<SpanFilter> filters = this.filters.orderedStream().toList();
			return (predicates.isEmpty() && reporters.isEmpty() && filters.isEmpty()) ? null
					: new CompositeSpanExporter(exporters, predicates, reporters, filters);
		}

	}

	/**
	 * Boot's processor once per exporter, heard for what its queue drops, and without
	 * Boot's composite unless the application filters or reports spans. Away where the
	 * application has a processor of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(BatchSpanProcessor.class)
	@ConditionalOnEnabledOpenTelemetry
	static class Processors {

		@Bean
		ExportProcessors tracingExportProcessors(SpanExporters exporters, CompositeParts parts,
				ExportAssembly assembly) {
			return assembly.queues(exporters.list(), parts.composite(exporters.list()));
		}

		// The bean keeps Boot's away; those of further exporters stand behind it
		@Bean(SpanExportersPostProcessor.OWN_PROCESSOR)
		BatchSpanProcessor tracingBatchSpanProcessor(ExportProcessors processors) {
			return processors.first();
		}

	}

	/**
	 * The meters, read by any registry.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Meters {

		@Bean
		@ConditionalOnMissingBean
		ExportMeters tracingExportMeters(SpanCounts counts, ObjectProvider<ExportProcessors> processors,
				ExportLosses losses) {
			return new ExportMeters(counts, processors, losses);
		}

	}

	/**
	 * The senders of Boot's OTLP exporters. First in order, so that a customizer of the
	 * application wins.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtlpHttpSpanExporter.class)
	@ConditionalOnEnabledTracingExport("otlp")
	static class OtlpSpanSenders {

		@Bean
		@ConditionalOnMissingBean
		OtlpSenders tracingOtlpSenders(ExportLosses losses) {
			return new OtlpSenders(losses);
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpHttpSpanExporterBuilderCustomizer tracingHttpSenderCustomizer(OtlpSenders senders) {
			return (builder) -> builder.setComponentLoader(senders.loader());
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpGrpcSpanExporterBuilderCustomizer tracingGrpcSenderCustomizer(OtlpSenders senders) {
			return (builder) -> builder.setComponentLoader(senders.loader());
		}

	}

	/**
	 * The same senders for Boot's OTLP log exporters, which would go by OkHttp.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtlpHttpLogRecordExporter.class)
	static class OtlpLogSenders {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpHttpLogRecordExporterBuilderCustomizer tracingHttpLogSenderCustomizer() {
			return (builder) -> builder.setComponentLoader(loader());
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpGrpcLogRecordExporterBuilderCustomizer tracingGrpcLogSenderCustomizer() {
			return (builder) -> builder.setComponentLoader(loader());
		}

		// Counters of its own: log records are no spans
		private static SenderComponentLoader loader() {
			return new SenderComponentLoader(OtlpHttpLogRecordExporter.class.getClassLoader(), new ExportLosses(),
					OtlpSenders.HTTP_PORT);
		}

	}

}
