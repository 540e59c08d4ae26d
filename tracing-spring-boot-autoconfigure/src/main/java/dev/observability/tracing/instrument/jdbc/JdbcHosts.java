// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The host part of a JDBC URL, without user and password. Parsed once per URL, on the
 * thread of the first statement.
 * <p>
 * Shape: one host as it stands; several with commas, each with its port when the ports
 * differ. Source: semantic conventions 1.44, "Database server address".
 *
 * @param address host or hosts, or {@code null} when none is configured
 * @param port port of all of them, or 0 for the default and for different ports
 */
record JdbcHosts(@Nullable String address, int port) {

	static JdbcHosts parse(String authority, int defaultPort) {
		String text = authority.substring(authority.lastIndexOf('@') + 1);
		List<String> hosts = new ArrayList<>();
		List<Integer> ports = new ArrayList<>();
		String list = text.toLowerCase(Locale.ROOT).contains("(host=") ? text.replace("),", ")|")
				: text.replace(",", "|");
		for (String item : list.split("\\|")) {
			String host = item.strip();
			if (!host.isEmpty()) {
				add(host, defaultPort, hosts, ports);
			}
		}
		if (hosts.isEmpty()) {
			return new JdbcHosts(null, 0);
		}
		if (ports.stream().distinct().count() == 1) {
			return new JdbcHosts(String.join(",", hosts), (ports.get(0) != defaultPort) ? ports.get(0) : 0);
		}
		List<String> both = new ArrayList<>();
		for (int i = 0; i < hosts.size(); i++) {
			both.add(hosts.get(i) + ":" + ports.get(i));
		}
		return new JdbcHosts(String.join(",", both), 0);
	}

	private static void add(String item, int defaultPort, List<String> hosts, List<Integer> ports) {
		String host = descriptor(item, "host");
		if (host != null) {
			hosts.add(host);
			ports.add(port(descriptor(item, "port"), defaultPort));
			return;
		}
		int colon = item.lastIndexOf(':');
		boolean hasPort = colon > item.lastIndexOf(']') && (item.indexOf(':') == colon || item.startsWith("["));
		hosts.add(hasPort ? item.substring(0, colon) : item);
		ports.add(hasPort ? port(item.substring(colon + 1), defaultPort) : defaultPort);
	}

	// Returns the value of (key=value), the first where there are several.
	static @Nullable String descriptor(String text, String lowerCaseKey) {
		String compact = text.replaceAll("\\s", "");
		int start = compact.toLowerCase(Locale.ROOT).indexOf("(" + lowerCaseKey + "=");
		if (start < 0) {
			return null;
		}
		return JdbcUrl.before(compact.substring(start + lowerCaseKey.length() + 2), ")");
	}

	private static int port(@Nullable String text, int defaultPort) {
		try {
			return (text != null) ? Integer.parseInt(text.strip()) : defaultPort;
		}
		catch (NumberFormatException ex) {
			return defaultPort;
		}
	}

}
