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
 * @param spools opens the spools, if there are to be any
 * @param trims what bounds spans, if anything
 */
record ExportPipelineFactory(ExportLosses losses, ExportShutdown shutdown, Duration timeout,
		Function<SpanExporter, @Nullable OtlpSender> senders, @Nullable SpoolFactory spools,
		@Nullable SpanTrimFactory trims) {

	ExportPipeline create(SpanExporter exporter) {
		return (exporter instanceof ExportPipeline pipeline) ? pipeline : wrap(exporter);
	}

	private ExportPipeline wrap(SpanExporter exporter) {
		SpanRedaction redaction = new SpanRedaction((this.trims != null) ? this.trims.create() : null);
		OtlpSender sender = this.senders.apply(exporter);
		ExportExit exit = (sender != null) ? new OtlpExit(sender, redaction) : new ExporterExit(exporter, redaction);
		ExportRetry retry = new ExportRetry((sender != null) ? sender.retryPolicy() : null);
		ExportLedger ledger = new ExportLedger(this.losses);
		if (this.spools == null || sender == null) {
			return new ExportPipeline(exporter, exit, ledger, retry, null, this.shutdown, this.timeout);
		}
		ExportSpool spool = this.spools.open(ExportTarget.of(exporter), ledger);
		ExportPipeline pipeline = new ExportPipeline(exporter, exit, ledger, retry, spool, this.shutdown, this.timeout);
		pipeline.replay(sender, this.spools.properties().replayRate().toBytes());
		return pipeline;
	}

}
