// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

import org.jspecify.annotations.Nullable;

/**
 * What the certificate of a port says, whoever signed it.
 *
 * @param names hosts and addresses that it is for, at most a thousand; empty where it was
 * not shown
 * @param commonName the name in its subject where no host is among {@code names}, else
 * {@code null}
 * @param notBefore begin of its validity, {@code null} where it was not shown
 * @param notAfter end of its validity, {@code null} where it was not shown
 */
record TlsReport(List<String> names, @Nullable String commonName, @Nullable Instant notBefore,
		@Nullable Instant notAfter) {

	/** More than a handshake has room for in practice. */
	private static final int MAX_NAMES = 1_000;

	private static final int MAX_SHOWN = 10;

	private static final int DNS = 2;

	private static final int ADDRESS = 7;

	private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

	static TlsReport unknown() {
		return new TlsReport(List.of(), null, null, null);
	}

	static TlsReport of(X509Certificate certificate) {
		List<String> names = new ArrayList<>();
		boolean hosts = false;
		try {
			@Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
			for (List<?> alternative : (alternatives != null) ? alternatives : List.<List<?>>of()) {
				Object type = alternative.get(0);
				hosts |= type.equals(DNS);
				if (names.size() < MAX_NAMES && (type.equals(DNS) || type.equals(ADDRESS))) {
					names.add(String.valueOf(alternative.get(1)));
				}
			}
		}
		catch (CertificateParsingException ex) {
			// It has names that nobody can read
		}
		return new TlsReport(names, hosts ? null : commonName(certificate), certificate.getNotBefore().toInstant(),
				certificate.getNotAfter().toInstant());
	}

	// The most specific one, which is the last
	private static @Nullable String commonName(X509Certificate certificate) {
		try {
			List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
			for (int i = parts.size() - 1; i >= 0; i--) {
				@Nullable Attribute attribute = parts.get(i).toAttributes().get("CN");
				if (attribute != null) {
					return (attribute.get() instanceof String name) ? name : null;
				}
			}
		}
		catch (NamingException ex) {
			// A subject that nobody can read
		}
		return null;
	}

	boolean isValidAt(Instant time) {
		return (this.notBefore == null || !time.isBefore(this.notBefore))
				&& (this.notAfter == null || !time.isAfter(this.notAfter));
	}

	/**
	 * Whether it is for a host, by RFC 9525: a star stands for the whole first label. The
	 * JDK's client, by which HTTP goes, takes the common name, too, where there is no
	 * other name of a host; OkHttp, by which gRPC goes, never does.
	 * @param address whose host it is, and what goes there
	 * @return whether it is; also where it was not shown or has too many names, and for
	 * an IPv6 address, which has many spellings
	 */
	boolean isFor(CollectorAddress address) {
		String host = address.plainHost();
		return this.notAfter == null || host.indexOf(':') >= 0 || this.names.size() >= MAX_NAMES
				|| this.names.stream().anyMatch((name) -> matches(name, host))
				|| (!address.grpc() && !IPV4.matcher(host).matches() && isInSubject(host));
	}

	private boolean isInSubject(String host) {
		return this.commonName != null && matches(this.commonName, host);
	}

	/**
	 * Says whom it is for, after it was said whom it is not for.
	 * @param host the one that it is not for
	 * @return such as ", it is for collector.example.com"; empty where that is not known
	 */
	String instead(String host) {
		if (isInSubject(host)) {
			return ", which stands in its subject alone, where this client does not look";
		}
		List<String> all = new ArrayList<>(this.names);
		if (this.commonName != null) {
			all.add(this.commonName);
		}
		if (all.isEmpty()) {
			return "";
		}
		int more = all.size() - MAX_SHOWN;
		return ", it is for " + String.join(", ", (more > 0) ? all.subList(0, MAX_SHOWN) : all)
				+ ((more > 0) ? " and " + more + " more" : "");
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
