// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;

/**
 * Makes the queues before the exporters, each with a thread of its own. Start of the
 * application, main thread.
 *
 * @param settings Boot's, for each queue
 * @param meters the application's meters
 * @param losses where drops are counted
 */
record ExportQueueFactory(OpenTelemetryTracingProperties.Export settings, MeterProvider meters, ExportLosses losses) {

	/** Tells the meters of several queues apart; its form is that of the conventions. */
	static final AttributeKey<String> NAME = AttributeKey.stringKey("otel.component.name");

	private static final String NAME_PREFIX = "batching_span_processor/";

	List<BatchSpanProcessor> beforeEach(List<SpanExporter> exporters) {
		if (exporters.isEmpty()) {
			return List.of(before(SpanExporter.composite(), exporters));
		}
		if (exporters.size() == 1) {
			return List.of(before(exporters.get(0), exporters));
		}
		List<BatchSpanProcessor> processors = new ArrayList<>();
		for (SpanExporter exporter : exporters) {
			processors.add(before(exporter, List.of(exporter), Attributes.of(NAME, NAME_PREFIX + processors.size())));
		}
		return processors;
	}

	/**
	 * Makes one queue.
	 * @param exporter what takes the spans from the queue
	 * @param exits where the spans go in the end, to tell them what the queue drops
	 * @return the queue
	 */
	BatchSpanProcessor before(SpanExporter exporter, List<SpanExporter> exits) {
		return before(exporter, exits, Attributes.empty());
	}

	private BatchSpanProcessor before(SpanExporter exporter, List<SpanExporter> exits, Attributes name) {
		ExportPipeline[] pipelines = exits.stream()
			.filter(ExportPipeline.class::isInstance)
			.map(ExportPipeline.class::cast)
			.toArray(ExportPipeline[]::new);
		return BatchSpanProcessor.builder(exporter)
			.setExportUnsampledSpans(this.settings.isIncludeUnsampled())
			.setExporterTimeout(this.settings.getTimeout())
			.setMaxExportBatchSize(this.settings.getMaxBatchSize())
			.setMaxQueueSize(this.settings.getMaxQueueSize())
			.setScheduleDelay(this.settings.getScheduleDelay())
			.setMeterProvider(new QueueMeterProvider(this.meters, (spans) -> dropped(spans, pipelines), name))
			.build();
	}

	// On request threads
	private void dropped(long spans, ExportPipeline[] pipelines) {
		this.losses.add(LossReason.QUEUE_FULL, spans);
		for (ExportPipeline pipeline : pipelines) {
			pipeline.dropped(spans);
		}
	}

}
