// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.DiagnosticsContributor;
import dev.observability.tracing.diagnostics.ExporterReport;
import dev.observability.tracing.diagnostics.ExporterReports;
import dev.observability.tracing.diagnostics.Finding;
import dev.observability.tracing.diagnostics.FindingCode;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;

/**
 * Tells how the exporters are, what became of the spans, and the memory that they take.
 * Step 11, on the thread of the one who asks.
 */
final class ExportDiagnostics implements DiagnosticsContributor, ExporterReports {

	/** Counters are read one after the other, while spans go on. */
	private static final int ATTEMPTS = 5;

	private final ObjectProvider<ExportProcessors> processors;

	private final ObjectProvider<SpanExporters> exporters;

	private final ObjectProvider<OtlpSenders> senders;

	private final SpanCounts counts;

	private final SpanWatchers watchers;

	private final ExportAssembly assembly;

	private final ExportProperties properties;

	/**
	 * Creates it.
	 * @param processors the queues, where they are ours
	 * @param exporters where spans go
	 * @param senders of the OTLP exporters
	 * @param counts of spans that start
	 * @param watchers who else gets the spans
	 * @param assembly made the queues
	 * @param properties bounds
	 */
	ExportDiagnostics(ObjectProvider<ExportProcessors> processors, ObjectProvider<SpanExporters> exporters,
			ObjectProvider<OtlpSenders> senders, SpanCounts counts, SpanWatchers watchers, ExportAssembly assembly,
			ExportProperties properties) {
		this.processors = processors;
		this.exporters = exporters;
		this.senders = senders;
		this.counts = counts;
		this.watchers = watchers;
		this.assembly = assembly;
		this.properties = properties;
	}

	@Override
	public String feature() {
		return "export";
	}

	@Override
	public Map<String, ?> facts() {
		Map<String, Object> facts = new LinkedHashMap<>();
		ExportAssembly.Parts parts = this.assembly.parts();
		ExportProcessors processors = this.processors.getIfAvailable();
		List<ExportQueue> queues = (processors != null) ? processors.all() : List.of();
		facts.put("spans", StartedSpans.read(this.counts, parts.runs(), parts.losses(), queues).toMap());
		if (processors != null) {
			Map<String, Object> memory = new LinkedHashMap<>();
			memory.put("bytes", queues.stream().mapToLong(ExportQueue::bytes).sum());
			memory.put("maxBytes", this.assembly.maxMemory());
			facts.put("memory", memory);
		}
		facts.put("lost", counts(parts.losses()));
		facts.put("shutdownTimeout", this.properties.shutdownTimeout().toString());
		return facts;
	}

	@Override
	public List<Finding> findings() {
		OtlpSenders senders = this.senders.getIfAvailable();
		return (senders != null) ? senders.conflicts().stream().map(ExportDiagnostics::finding).toList() : List.of();
	}

	private static Finding finding(ClassPathConflict conflict) {
		String instead = (conflict.standInFailure() == null) ? "; they go to " + conflict.standIn() + " instead"
				: "; sent to " + conflict.standIn() + " instead they do not arrive: " + conflict.standInFailure();
		return new Finding(FindingCode.CLASS_PATH_CONFLICT, Confidence.HIGH,
				"No span can leave over gRPC, because " + conflict.artifact()
						+ ((conflict.jar() != null) ? " of " + conflict.jar() : "") + " does not fit ("
						+ conflict.error() + ")" + instead,
				"Bring " + conflict.artifact() + " to the version that "
						+ ((conflict.user() != null) ? conflict.user() : "the exporter")
						+ " asks for: mvn dependency:tree tells who brings it. Or set "
						+ "observability.tracing.protocol=http/protobuf and the endpoint of HTTP");
	}

	@Override
	public List<ExporterReport> exporters() {
		List<ExporterReport> reports = new ArrayList<>();
		ExportProcessors processors = this.processors.getIfAvailable();
		if (processors != null) {
			for (ExportQueue queue : processors.all()) {
				queue.exits().forEach((exit) -> reports.add(report(exit, queue)));
			}
			return reports;
		}
		// The application queues itself
		SpanExporters exporters = this.exporters.getIfAvailable();
		if (exporters != null) {
			exporters.forEach((exporter) -> {
				if (exporter instanceof ExportPipeline exit) {
					reports.add(report(exit, null));
				}
			});
		}
		return reports;
	}

	@Override
	public boolean isWatched() {
		return this.watchers.isAny();
	}

	private ExporterReport report(ExportPipeline exit, @Nullable ExportQueue queue) {
		ExportState state = exit.connection().state();
		return new ExporterReport(exit.connection().toString(),
				(queue != null) ? this.assembly.line(queue) : exit.toString(), state.reach(), state.since(),
				state.lastFailure(), spans(exit.ledger(), queue != null),
				(queue != null) ? new ExporterReport.Queue(queue.spans(), queue.bounds().spans(), queue.bytes(),
						queue.bounds().bytes()) : null);
	}

	// Where the application queues itself nobody counts what it accepts
	private static ExporterReport.Spans spans(ExportLedger ledger, boolean accounted) {
		ExporterReport.Spans spans = read(ledger, accounted);
		for (int i = 1; i < ATTEMPTS && spans.unaccounted() != 0; i++) {
			spans = read(ledger, accounted);
		}
		return spans;
	}

	private static ExporterReport.Spans read(ExportLedger ledger, boolean accounted) {
		Map<String, Long> lost = counts(ledger.losses());
		long exported = ledger.exportedSpans();
		long inFlight = accounted ? ledger.inFlightSpans() : 0;
		long spooled = ledger.spooledSpans();
		long restored = ledger.restoredSpans();
		long sum = exported + spooled + lost.values().stream().mapToLong(Long::longValue).sum() - restored;
		return new ExporterReport.Spans(accounted ? ledger.acceptedSpans() : sum, restored, exported, inFlight, spooled,
				lost, newest(ledger.losses()));
	}

	private static Map<String, Long> counts(ExportLosses losses) {
		Map<String, Long> counts = new LinkedHashMap<>();
		for (LossReason reason : LossReason.values()) {
			counts.put(reason.label(), losses.count(reason));
		}
		return counts;
	}

	private static Map<String, Instant> newest(ExportLosses losses) {
		Map<String, Instant> newest = new LinkedHashMap<>();
		for (LossReason reason : LossReason.values()) {
			Instant at = losses.newest(reason);
			if (at != null) {
				newest.put(reason.label(), at);
			}
		}
		return newest;
	}

}
