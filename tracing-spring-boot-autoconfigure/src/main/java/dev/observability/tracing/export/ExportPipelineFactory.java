// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.function.Function;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pipelines of an application, which share their counters and their end. Start
 * of the application, main thread.
 *
 * @param losses the counters
 * @param shutdown the end
 * @param timeout after which an export without an answer is lost
 * @param senders knows the senders of exporters that need not encode themselves
 */
record ExportPipelineFactory(ExportLosses losses, ExportShutdown shutdown, Duration timeout,
		Function<SpanExporter, @Nullable OtlpSender> senders) {

	ExportPipeline create(SpanExporter exporter) {
		return (exporter instanceof ExportPipeline pipeline) ? pipeline : wrap(exporter);
	}

	private ExportPipeline wrap(SpanExporter exporter) {
		SpanRedaction redaction = new SpanRedaction();
		OtlpSender sender = this.senders.apply(exporter);
		ExportExit exit = (sender != null) ? new OtlpExit(sender, redaction) : new ExporterExit(exporter, redaction);
		ExportRetry retry = new ExportRetry((sender != null) ? sender.retryPolicy() : null);
		return new ExportPipeline(exporter, exit, new ExportLedger(this.losses), retry, this.shutdown, this.timeout);
	}

}
