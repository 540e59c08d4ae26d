// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

import dev.observability.tracing.diagnostics.ExporterReport.Reach;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Asks all who may know what is wrong, and looks at the ports of collectors that cannot
 * be reached. Step 11, on the thread of the one who asks; never throws.
 */
final class Doctor {

	private static final Log logger = LogFactory.getLog(Doctor.class);

	/** Each of them explains why there is no exporter. */
	private static final Set<FindingCode> OFF = EnumSet.of(FindingCode.AGENT_PRESENT, FindingCode.TRACING_OFF,
			FindingCode.EXPORT_OFF);

	private final ObjectProvider<DiagnosticsContributor> contributors;

	private final ObjectProvider<ExporterReports> exporters;

	private final BooleanSupplier agent;

	private final ExporterExamination examination;

	private final @Nullable PortProbes probes;

	/**
	 * Creates it.
	 * @param contributors the features
	 * @param exporters where spans go
	 * @param agent whether the Java agent traces this JVM
	 * @param examination judges an exporter
	 * @param probes looks at ports, {@code null} where nobody is to
	 */
	Doctor(ObjectProvider<DiagnosticsContributor> contributors, ObjectProvider<ExporterReports> exporters,
			BooleanSupplier agent, ExporterExamination examination, @Nullable PortProbes probes) {
		this.contributors = contributors;
		this.exporters = exporters;
		this.agent = agent;
		this.examination = examination;
		this.probes = probes;
	}

	/**
	 * Examines the application.
	 * @return what is wrong, the surest first
	 */
	List<Finding> examine() {
		List<Finding> findings = new ArrayList<>();
		if (this.agent.getAsBoolean()) {
			findings.add(new Finding(FindingCode.AGENT_PRESENT, Confidence.HIGH,
					"The OpenTelemetry Java agent traces this JVM, so the starter steps back",
					"Configure the agent by OTEL_* variables, or start the JVM without its -javaagent option"));
		}
		this.contributors.orderedStream().forEach((each) -> findings.addAll(findingsOf(each)));
		findings.addAll(examineExporters(findings.stream().map(Finding::code).anyMatch(OFF::contains)));
		findings.sort(Comparator.comparing(Finding::confidence).thenComparing(Finding::code));
		return findings;
	}

	private static List<Finding> findingsOf(DiagnosticsContributor contributor) {
		try {
			return contributor.findings();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("No findings of '" + contributor.feature() + "'", ex);
			return List.of();
		}
	}

	private List<Finding> examineExporters(boolean isOff) {
		List<ExporterReport> reports = this.exporters.orderedStream().flatMap((each) -> of(each).stream()).toList();
		if (reports.isEmpty() && this.exporters.stream().anyMatch(ExporterReports::isWatched)) {
			return List.of();
		}
		if (reports.isEmpty() && !isOff) {
			return List.of(new Finding(FindingCode.EXPORT_NO_ENDPOINT, Confidence.HIGH,
					"Nothing is exported, because there is no exporter",
					"Set observability.tracing.endpoint, such as localhost:4317; on your own machine the trace page "
							+ "does without"));
		}
		Map<ExporterReport, CollectorAddress> addresses = new HashMap<>();
		for (ExporterReport report : reports) {
			CollectorAddress address = CollectorAddress.of(report.target());
			if (address != null) {
				addresses.put(report, address);
			}
		}
		Map<CollectorAddress, PortReport> ports = probe(reports.stream()
			.filter((report) -> report.reach() != Reach.REACHED)
			.map(addresses::get)
			.filter(Objects::nonNull)
			.toList());
		List<Finding> findings = new ArrayList<>();
		for (ExporterReport report : reports) {
			CollectorAddress address = addresses.get(report);
			findings.addAll(this.examination.examine(report, address, (address != null) ? ports.get(address) : null));
		}
		return findings;
	}

	static List<ExporterReport> of(ExporterReports reports) {
		try {
			return reports.exporters();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("No reports of exporters", ex);
			return List.of();
		}
	}

	private Map<CollectorAddress, PortReport> probe(List<CollectorAddress> addresses) {
		return (this.probes != null && !addresses.isEmpty()) ? this.probes.ask(addresses) : Map.of();
	}

}
