// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.List;
import java.util.regex.Pattern;

import dev.observability.tracing.diagnostics.PortReport.Language;

/**
 * Compares what an exporter speaks with what its port understands. Step 11, on the thread
 * of the one who asks.
 *
 * @param target of the exporter, for texts
 * @param address where it sends
 * @param failure of its newest export, empty where none failed yet
 */
record PortExamination(String target, CollectorAddress address, String failure) {

	/** What tells more than that the connection broke. */
	private static final Pattern ANSWERED = Pattern.compile("(HTTP|gRPC|TLS:|timeout|unknown host).*");

	/** What only comes from a port that speaks TLS or HTTP. */
	private static final Pattern SPOKE = Pattern.compile("(HTTP \\d|gRPC [A-Z]|TLS:).*");

	/**
	 * Compares.
	 * @param port what the port said
	 * @return what is wrong, at most one
	 */
	List<Finding> examine(PortReport port) {
		return switch (port.state()) {
			case REFUSED -> List.of(refused(port));
			case UNKNOWN_HOST -> List.of(new Finding(FindingCode.EXPORT_UNKNOWN_HOST, sure(),
					"The host of " + this.target + " has no address",
					"Look for a typing mistake in observability.tracing.endpoint, and whether this machine or "
							+ "container knows the name: getent hosts " + this.address.plainHost()));
			case NO_ANSWER -> List.of(new Finding(FindingCode.EXPORT_NO_ANSWER, sure(),
					"No connection to " + this.address + " within a second",
					"A firewall or network policy may drop what goes there, or the host is down: try " + "nc -vz "
							+ this.address.plainHost() + " " + this.address.port()));
			case OPEN -> open(port);
		};
	}

	// Before the first export a proxy that a customizer set would explain it
	private Confidence sure() {
		return this.failure.isEmpty() ? Confidence.MEDIUM : Confidence.HIGH;
	}

	private Finding refused(PortReport port) {
		int other = port.openSibling();
		String seen = "Nothing listens at " + this.address;
		if (other == 0) {
			return new Finding(FindingCode.EXPORT_NOTHING_LISTENS, sure(), seen,
					"Start the collector, or set observability.tracing.endpoint to where it is; in a container "
							+ "localhost is the container itself");
		}
		return new Finding(FindingCode.EXPORT_NOTHING_LISTENS, sure(), seen + ", but something does at port " + other,
				"Set observability.tracing.endpoint to port " + other + ", which stands for OTLP over "
						+ ((other == 4317) ? "gRPC" : "HTTP"));
	}

	private List<Finding> open(PortReport port) {
		boolean tls = port.tls() != null;
		if (tls && !this.address.tls()) {
			return List.of(scheme("http", "the port speaks TLS",
					"Write https:// in observability.tracing.endpoint, or set observability.tracing.insecure=false "
							+ "where it has no scheme"));
		}
		if (!tls && this.address.tls() && !port.languages().isEmpty()) {
			return List.of(scheme("https", "the port does not speak TLS",
					"Write http:// in observability.tracing.endpoint, or set observability.tracing.insecure=true "
							+ "where it has no scheme and the network is trusted"));
		}
		if (this.address.grpc() && port.speaksOnly(Language.HTTP_1)) {
			return List.of(protocol("gRPC", "the port speaks HTTP/1.1 alone",
					"Use the port of gRPC, mostly 4317, or set observability.tracing.protocol=http/protobuf"));
		}
		if (!this.address.grpc() && port.speaksOnly(Language.HTTP_2)) {
			return List.of(protocol("OTLP over HTTP", "the port speaks gRPC alone",
					"Use the port of OTLP over HTTP, mostly 4318, or set observability.tracing.protocol=grpc"));
		}
		if (tls && port.languages().isEmpty() && !this.failure.isEmpty() && !ANSWERED.matcher(this.failure).matches()) {
			return List.of(new Finding(FindingCode.EXPORT_TLS_FAILED, Confidence.MEDIUM,
					this.address + " shows its certificate and hangs up on who has none to show: " + this.failure,
					"The collector may want a client certificate, which goes into the keystore of the bundle that "
							+ "observability.tracing.ssl-bundle names"));
		}
		// A port that is slow says nothing within the second that it is given here
		if (!tls && port.languages().isEmpty() && !SPOKE.matcher(this.failure).matches()) {
			return List.of(new Finding(FindingCode.EXPORT_NO_ANSWER, Confidence.MEDIUM,
					this.address + " takes connections and understands neither TLS nor HTTP",
					"Something else may listen there, or the collector hangs: look at what owns the port"));
		}
		return this.failure.equals("Connection refused") ? List.of(new Finding(FindingCode.EXPORT_NOTHING_LISTENS,
				Confidence.LOW, "Nothing listened at " + this.address + ", but now something does",
				"Wait for the next export, which a request of the application brings")) : List.of();
	}

	private Finding scheme(String written, String but, String fix) {
		return new Finding(FindingCode.EXPORT_WRONG_SCHEME, sure(),
				"The endpoint " + this.target + " is " + written + ", but " + but, fix);
	}

	private Finding protocol(String spoken, String but, String fix) {
		return new Finding(FindingCode.EXPORT_WRONG_PROTOCOL, sure(),
				"The exporter speaks " + spoken + " to " + this.address + ", but " + but, fix);
	}

}
