// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;

import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Makes the pipelines of an application, which share their counters and their end. Start
 * of the application, main thread.
 *
 * @param losses the counters
 * @param shutdown the end
 * @param timeout after which an export without an answer is lost
 */
record ExportPipelineFactory(ExportLosses losses, ExportShutdown shutdown, Duration timeout) {

	ExportPipeline create(SpanExporter exporter) {
		return (exporter instanceof ExportPipeline pipeline) ? pipeline
				: new ExportPipeline(exporter, this.losses, this.shutdown, this.timeout);
	}

}
