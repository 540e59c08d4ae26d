// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What the certificate of a port says, whoever signed it.
 *
 * @param names hosts and addresses that it is for, at most ten; empty where it was not
 * shown
 * @param notBefore begin of its validity, {@code null} where it was not shown
 * @param notAfter end of its validity, {@code null} where it was not shown
 */
record TlsReport(List<String> names, @Nullable Instant notBefore, @Nullable Instant notAfter) {

	private static final int MAX_NAMES = 10;

	private static final int DNS = 2;

	private static final int ADDRESS = 7;

	static TlsReport unknown() {
		return new TlsReport(List.of(), null, null);
	}

	static TlsReport of(X509Certificate certificate) {
		return new TlsReport(names(certificate), certificate.getNotBefore().toInstant(),
				certificate.getNotAfter().toInstant());
	}

	// A name that stands in the subject alone is not looked at by clients of today
	private static List<String> names(X509Certificate certificate) {
		List<String> names = new ArrayList<>();
		try {
			@Nullable Iterable<List<?>> alternatives = certificate.getSubjectAlternativeNames();
			if (alternatives == null) {
				return names;
			}
			for (List<?> alternative : alternatives) {
				Object type = alternative.get(0);
				if (names.size() < MAX_NAMES && (type.equals(DNS) || type.equals(ADDRESS))) {
					names.add(String.valueOf(alternative.get(1)));
				}
			}
		}
		catch (CertificateParsingException ex) {
			// It has names that nobody can read
		}
		return names;
	}

	boolean isValidAt(Instant time) {
		return (this.notBefore == null || !time.isBefore(this.notBefore))
				&& (this.notAfter == null || !time.isAfter(this.notAfter));
	}

	/**
	 * Whether it is for a host, by RFC 9525: a star stands for the whole first label.
	 * @param host name or address
	 * @return whether it is; also where it was not shown, and for an IPv6 address, which
	 * has many spellings
	 */
	boolean isFor(String host) {
		return this.notAfter == null || host.indexOf(':') >= 0
				|| this.names.stream().anyMatch((name) -> matches(name, host));
	}

	private static boolean matches(String name, String host) {
		String wanted = host.toLowerCase(Locale.ROOT);
		String given = name.toLowerCase(Locale.ROOT);
		if (given.startsWith("*.")) {
			int dot = wanted.indexOf('.');
			return dot > 0 && given.substring(1).equals(wanted.substring(dot));
		}
		return given.equals(wanted);
	}

}
