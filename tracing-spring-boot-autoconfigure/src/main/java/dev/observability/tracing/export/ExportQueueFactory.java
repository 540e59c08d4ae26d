// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;

/**
 * Makes the queues before the exporters, each with a thread of its own. Start of the
 * application, main thread.
 *
 * @param settings Boot's, for each queue
 * @param maxMemory bytes that all queues may take together
 */
record ExportQueueFactory(OpenTelemetryTracingProperties.Export settings, long maxMemory) {

	/**
	 * An export ends by itself within its time; only if it did not, the processor goes
	 * on.
	 */
	private static final Duration GRACE = Duration.ofSeconds(5);

	List<ExportQueue> beforeEach(List<SpanExporter> exporters) {
		if (exporters.isEmpty()) {
			return List.of(before(SpanExporter.composite(), exporters, this.maxMemory));
		}
		List<ExportQueue> queues = new ArrayList<>();
		for (SpanExporter exporter : exporters) {
			// A share each, so that one whose collector is away leaves the others theirs
			queues.add(before(exporter, List.of(exporter), this.maxMemory / exporters.size()));
		}
		return queues;
	}

	/**
	 * Makes one queue for all exporters.
	 * @param exporter what takes the spans from the queue
	 * @param exits where the spans go in the end
	 * @return the queue
	 */
	ExportQueue before(SpanExporter exporter, List<SpanExporter> exits) {
		return before(exporter, exits, this.maxMemory);
	}

	private ExportQueue before(SpanExporter exporter, List<SpanExporter> exits, long bytes) {
		List<ExportPipeline> pipelines = exits.stream()
			.filter(ExportPipeline.class::isInstance)
			.map(ExportPipeline.class::cast)
			.toList();
		// Those that wait, and those that are being sent
		int spans = this.settings.getMaxQueueSize() + this.settings.getMaxBatchSize();
		return new ExportQueue(new ExportQueue.Bounds(spans, bytes, this.settings.isIncludeUnsampled()), exporter,
				pipelines, (outlet) -> processor(outlet, spans));
	}

	private BatchSpanProcessor processor(SpanExporter exporter, int spans) {
		return BatchSpanProcessor.builder(exporter)
			.setExportUnsampledSpans(this.settings.isIncludeUnsampled())
			.setExporterTimeout(this.settings.getTimeout().plus(GRACE))
			.setMaxExportBatchSize(this.settings.getMaxBatchSize())
			.setMaxQueueSize(spans)
			.setScheduleDelay(this.settings.getScheduleDelay())
			// It gives all processors of an application one name
			.setMeterProvider(MeterProvider.noop())
			.build();
	}

}
