// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with TLS, by what the exporter's client refused and by what the
 * certificate says. Step 11, on the thread of the one who asks.
 *
 * @param target of the exporter, for texts
 * @param now today
 */
record TlsExamination(String target, Instant now) {

	private static final Pattern UNTRUSTED = Pattern
		.compile("(?i).*(certification path|path building|unknown.?ca|trust ?anchor|untrusted|self.signed).*");

	private static final Pattern EXPIRED = Pattern.compile("(?i).*(NotAfter|NotBefore|validity check|expired).*");

	private static final Pattern HOST_NAME = Pattern
		.compile("(?i).*(subject alternative|No name matching|not verified|hostname).*");

	/**
	 * Examines a connection that was refused, or one that was not made yet.
	 * @param refusal what the exporter's client said, empty where it was not asked yet
	 * @param address where it sends, {@code null} where that is not known
	 * @param shown what the port showed, {@code null} where nothing
	 * @return what is wrong
	 */
	List<Finding> examine(String refusal, @Nullable CollectorAddress address, @Nullable TlsReport shown) {
		List<Finding> findings = new ArrayList<>();
		if (EXPIRED.matcher(refusal).matches() || (shown != null && !shown.isValidAt(this.now))) {
			findings.add(expired(shown));
		}
		boolean otherHost = shown != null && address != null && !shown.isFor(address);
		if (HOST_NAME.matcher(refusal).matches() || otherHost) {
			findings.add(hostName(address, shown));
		}
		if (UNTRUSTED.matcher(refusal).matches()) {
			findings.add(new Finding(FindingCode.EXPORT_TLS_UNTRUSTED, Confidence.HIGH,
					"Nobody who is trusted signed the certificate of " + this.target,
					"Put the certificate of who signed it into a bundle, such as "
							+ "spring.ssl.bundle.pem.collector.truststore.certificate, and name that in "
							+ "observability.tracing.ssl-bundle"));
		}
		if (findings.isEmpty() && !refusal.isEmpty()) {
			findings.add(new Finding(FindingCode.EXPORT_TLS_FAILED, Confidence.HIGH,
					"TLS with " + this.target + " fails: " + refusal,
					"The collector may want a client certificate, which goes into the keystore of the bundle that "
							+ "observability.tracing.ssl-bundle names, or another version of TLS"));
		}
		return findings;
	}

	private Finding expired(@Nullable TlsReport shown) {
		String until = (shown != null && shown.notAfter() != null)
				? ", it holds from " + shown.notBefore() + " to " + shown.notAfter() : "";
		return new Finding(FindingCode.EXPORT_TLS_EXPIRED, Confidence.HIGH,
				"The certificate of " + this.target + " is not valid today" + until,
				"Renew the certificate of the collector; where its dates are right, correct the clock of this machine");
	}

	private Finding hostName(@Nullable CollectorAddress address, @Nullable TlsReport shown) {
		String host = (address != null) ? address.plainHost() : this.target;
		return new Finding(FindingCode.EXPORT_TLS_HOST_NAME, Confidence.HIGH,
				"The certificate of " + this.target + " is not for the host " + host
						+ ((shown != null) ? shown.instead(host) : ""),
				"Write a name of the certificate into observability.tracing.endpoint, or have one made with this name "
						+ "among its subject alternative names");
	}

}
