// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;

/**
 * Puts together what a span passes after its end, in the order of {@link ExportStage}:
 * every exit of an application is made here, whoever defined the exporter. Start of the
 * application, main thread.
 *
 * @param parts what all exits share
 * @param settings Boot's, for each queue
 * @param maxMemory bytes that all queues may take together
 */
record ExportAssembly(Parts parts, OpenTelemetryTracingProperties.Export settings, long maxMemory) {

	/**
	 * An export ends by itself within its time; only if it did not, the processor goes
	 * on.
	 */
	private static final Duration GRACE = Duration.ofSeconds(5);

	/**
	 * Puts {@link ExportStage#DECIDE} before the queues and whoever else sees the spans
	 * that leave.
	 * @param queues ours, none where the application has a processor of its own, which
	 * then exports whatever runs
	 * @param taps what else sees them
	 * @return one processor for all of them
	 */
	SpanProcessor decide(List<ExportQueue> queues, List<SpanProcessor> taps) {
		List<SpanProcessor> next = new ArrayList<>(taps);
		next.addAll(queues);
		return new IdleRunsProcessor(next, this.parts.runs());
	}

	/**
	 * Makes {@link ExportStage#QUEUE}: one for each exporter, so that one whose collector
	 * hangs keeps no other waiting.
	 * @param exits made by {@link #exit}
	 * @param composite applies what the application does to spans, to all exporters at
	 * once; {@code null} where that is nothing
	 * @return at least one
	 */
	ExportProcessors queues(List<SpanExporter> exits, @Nullable SpanExporter composite) {
		if (composite != null || exits.isEmpty()) {
			SpanExporter all = (composite != null) ? composite : SpanExporter.composite();
			return new ExportProcessors(List.of(queue(all, exits, this.maxMemory)));
		}
		// A share each, so that one whose collector is away leaves the others theirs
		return new ExportProcessors(
				exits.stream().map((exit) -> queue(exit, List.of(exit), this.maxMemory / exits.size())).toList());
	}

	private ExportQueue queue(SpanExporter exporter, List<SpanExporter> exits, long bytes) {
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

	/**
	 * Makes the stages from {@link ExportStage#TRIM} to {@link ExportStage#SEND}.
	 * @param exporter of the application or of Boot
	 * @return what takes its place
	 */
	ExportPipeline exit(SpanExporter exporter) {
		return (exporter instanceof ExportPipeline pipeline) ? pipeline : wrap(exporter);
	}

	private ExportPipeline wrap(SpanExporter exporter) {
		SpanTrimFactory trims = this.parts.trims();
		SpanRedaction redaction = new SpanRedaction(this.parts.redactor(), (trims != null) ? trims.create() : null);
		OtlpSender sender = this.parts.senders().apply(exporter);
		ExportExit exit = (sender != null) ? new OtlpExit(sender, redaction) : new ExporterExit(exporter, redaction);
		ExportLedger ledger = new ExportLedger(this.parts.losses());
		Duration timeout = this.settings.getTimeout();
		SpoolFactory spools = this.parts.spools();
		if (spools == null || sender == null) {
			ExportRetry retry = new ExportRetry((sender != null) ? sender.retryPolicy() : null);
			return new ExportPipeline(exporter, exit, ledger, retry, null, this.parts.shutdown(), timeout);
		}
		ExportSpool spool = spools.open(ExportTarget.of(exporter), ledger);
		// What is kept is sent again, so there are pauses, also where nothing else is
		// repeated
		RetryPolicy policy = sender.retryPolicy();
		ExportRetry retry = new ExportRetry((policy != null) ? policy : RetryPolicy.getDefault());
		ExportPipeline pipeline = new ExportPipeline(exporter, exit, ledger, retry, spool, this.parts.shutdown(),
				timeout);
		pipeline.replay(sender, spools.properties().replayRate().toBytes());
		return pipeline;
	}

	/**
	 * The way of the spans through one queue.
	 * @param queue of this assembly
	 * @return such as "count > decide > queue > trim > redact > encode > meter > send to
	 * http://localhost:4318", with details
	 */
	String line(ExportQueue queue) {
		return ExportStage.COUNT.before(decide(List.of(queue), List.of()));
	}

	/**
	 * What all exits share.
	 *
	 * @param losses the counters
	 * @param shutdown the end
	 * @param runs those whose spans may not leave
	 * @param senders knows the senders of exporters that need not encode themselves
	 * @param spools opens the spools, if there are to be any
	 * @param redactor what masks spans
	 * @param trims what bounds spans, if anything
	 */
	record Parts(ExportLosses losses, ExportShutdown shutdown, IdleRuns runs,
			Function<SpanExporter, @Nullable OtlpSender> senders, @Nullable SpoolFactory spools, Redactor redactor,
			@Nullable SpanTrimFactory trims) {

	}

}
