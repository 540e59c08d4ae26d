// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.observability.tracing.diagnostics.ExporterReport.Reach;
import org.jspecify.annotations.Nullable;

/**
 * Says why the spans of an exporter do not arrive, or not all of them: by the failure of
 * its newest export, and by what its port said. Step 11, on the thread of the one who
 * asks.
 */
final class ExporterExamination {

	/** What Java throws where classes of different versions meet. */
	private static final Pattern LINKAGE = Pattern.compile("\\b(NoSuchMethodError|NoSuchFieldError|NoClassDefFoundError"
			+ "|AbstractMethodError|IncompatibleClassChangeError|IllegalAccessError|UnsupportedClassVersionError"
			+ "|ExceptionInInitializerError|LinkageError|BootstrapMethodError|VerifyError)\\b");

	/** What the exporter itself tells of in a finding of its own. */
	private static final String NO_GRPC = "no gRPC in this application";

	private static final Pattern UNAUTHORIZED = Pattern
		.compile("HTTP (401|403|407)\\b.*|gRPC (UNAUTHENTICATED|PERMISSION_DENIED)\\b.*");

	private static final Pattern WRONG_PATH = Pattern
		.compile("HTTP (3\\d\\d|404|405|410)\\b.*|gRPC UNIMPLEMENTED\\b.*|.* that is not OTLP");

	/** What servers of gRPC answer to any other content. */
	private static final Pattern WRONG_CONTENT = Pattern.compile("HTTP 415\\b.*");

	private static final Pattern TLS = Pattern.compile("TLS: (.*)");

	/** What was lost before that may well be over. */
	private static final Duration RECENT = Duration.ofHours(1);

	private final Clock clock;

	ExporterExamination(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Examines an exporter.
	 * @param report how it is
	 * @param address where it sends, {@code null} where that is not known
	 * @param port what its port said, {@code null} where it was not asked
	 * @return what is wrong, nothing where all is well
	 */
	List<Finding> examine(ExporterReport report, @Nullable CollectorAddress address, @Nullable PortReport port) {
		List<Finding> findings = new ArrayList<>();
		boolean told = report.lastFailure() != null && report.lastFailure().text().startsWith(NO_GRPC);
		if (report.reach() != Reach.REACHED && !told) {
			findings.addAll(connection(report, address, port));
		}
		if (findings.isEmpty() && report.reach() == Reach.AWAY && !told) {
			findings.add(new Finding(FindingCode.EXPORT_FAILING, Confidence.MEDIUM, failed(report),
					"Read the log of the collector, or of what stands before it"));
		}
		addLosses(report, findings);
		return findings;
	}

	private List<Finding> connection(ExporterReport report, @Nullable CollectorAddress address,
			@Nullable PortReport port) {
		String failure = (report.reach() == Reach.AWAY && report.lastFailure() != null) ? report.lastFailure().text()
				: "";
		Finding byFailure = byFailure(report, failure);
		if (byFailure != null) {
			return List.of(byFailure);
		}
		if (address != null && port != null) {
			List<Finding> byPort = new PortExamination(report.target(), address, failure).examine(port);
			if (!byPort.isEmpty()) {
				return byPort;
			}
		}
		Matcher tls = TLS.matcher(failure);
		// What failed for another reason had a certificate that is good enough
		if (tls.matches() || (failure.isEmpty() && port != null && port.tls() != null)) {
			List<Finding> byCertificate = new TlsExamination(report.target(), this.clock.instant())
				.examine(tls.matches() ? tls.group(1) : "", address, (port != null) ? port.tls() : null);
			if (!byCertificate.isEmpty()) {
				return byCertificate;
			}
		}
		return byAnswer(report, failure);
	}

	// What no look at the port can explain better
	private static @Nullable Finding byFailure(ExporterReport report, String failure) {
		if (LINKAGE.matcher(failure).find()) {
			return new Finding(FindingCode.CLASS_PATH_CONFLICT, Confidence.HIGH, failed(report),
					"Two libraries want different versions of a third: compare 'mvn dependency:tree' with the versions "
							+ "that Spring Boot manages, and remove the version of your own of OkHttp, Okio, Kotlin "
							+ "or OpenTelemetry");
		}
		if (UNAUTHORIZED.matcher(failure).matches()) {
			return new Finding(FindingCode.EXPORT_UNAUTHORIZED, Confidence.HIGH, failed(report),
					"Set the credentials of the collector in observability.tracing.headers, such as "
							+ "observability.tracing.headers.authorization, and look whether they have expired");
		}
		return null;
	}

	private static List<Finding> byAnswer(ExporterReport report, String failure) {
		if (WRONG_CONTENT.matcher(failure).matches()) {
			return List.of(new Finding(FindingCode.EXPORT_WRONG_PROTOCOL, Confidence.MEDIUM, failed(report),
					"The port may be that of gRPC: set observability.tracing.protocol=grpc, or use the port of OTLP "
							+ "over HTTP, mostly 4318"));
		}
		if (WRONG_PATH.matcher(failure).matches()) {
			return List.of(new Finding(FindingCode.EXPORT_WRONG_PATH, Confidence.HIGH, failed(report),
					"A server answers, but takes no traces there: over HTTP a collector takes them at /v1/traces, "
							+ "which is added where the endpoint has no path; some back ends want one of their own"));
		}
		if (failure.equals("timeout")) {
			return List.of(new Finding(FindingCode.EXPORT_NO_ANSWER, Confidence.MEDIUM, failed(report),
					"The collector took the connection and did not answer in time: look at its load, or give it "
							+ "more time by observability.tracing.timeout"));
		}
		return List.of();
	}

	private void addLosses(ExporterReport report, List<Finding> findings) {
		long full = report.spans().lost("queue_full");
		long memory = report.spans().lost("memory_full");
		if (full + memory > 0) {
			// While a collector is away every queue gets full
			boolean wasAway = report.lastFailure() != null;
			String over = over(report, "queue_full", "memory_full");
			findings.add(new Finding(FindingCode.EXPORT_QUEUE_FULL,
					(wasAway || !over.isEmpty()) ? Confidence.LOW : Confidence.HIGH,
					(full + memory) + " spans for " + report.target() + " were dropped because too many waited (" + full
							+ " by number, " + memory + " by memory)"
							+ (wasAway ? ", maybe while the collector was away" : "") + over,
					(full > 0)
							? "Make management.opentelemetry.tracing.export.max-queue-size larger, or lower "
									+ "observability.tracing.sample-rate"
							: "Make observability.tracing.export.max-memory larger, or lower "
									+ "observability.tracing.sample-rate"));
		}
		long rejected = report.spans().lost("rejected");
		if (rejected > 0) {
			String over = over(report, "rejected");
			findings.add(new Finding(FindingCode.EXPORT_REJECTED, over.isEmpty() ? Confidence.HIGH : Confidence.LOW,
					rejected + " spans were rejected by " + report.target() + ", which took the rest" + over,
					"The log of the collector says why; often a limit of size or rate, or times too far in the past"));
		}
	}

	// Empty while spans are being lost: the counts are those since the start
	private String over(ExporterReport report, String... reasons) {
		Instant newest = Instant.MIN;
		for (String reason : reasons) {
			Instant at = report.spans().lostAt().get(reason);
			newest = (at != null && at.isAfter(newest)) ? at : newest;
		}
		return (newest != Instant.MIN && newest.isBefore(this.clock.instant().minus(RECENT)))
				? ", the last of them at " + newest.truncatedTo(ChronoUnit.SECONDS) : "";
	}

	static String failed(ExporterReport report) {
		return "Spans do not reach " + report.target()
				+ ((report.lastFailure() != null) ? ": " + report.lastFailure().text() : "");
	}

}
