// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where an exporter sends, as far as a connection needs it: no path, no query, no user.
 *
 * @param tls whether it is {@code https}
 * @param host name or address
 * @param port of the collector
 * @param grpc whether OTLP goes over gRPC, not over HTTP
 */
record CollectorAddress(boolean tls, String host, int port, boolean grpc) {

	private static final Pattern TARGET = Pattern.compile("(https?://\\S+) \\((grpc|http/protobuf)\\)");

	/**
	 * Reads the target of a report.
	 * @param target such as {@code http://localhost:4317 (grpc)}
	 * @return {@code null} where it is not one of OTLP
	 */
	static @Nullable CollectorAddress of(String target) {
		Matcher matcher = TARGET.matcher(target);
		if (!matcher.find()) {
			return null;
		}
		try {
			URI url = new URI(matcher.group(1));
			boolean tls = "https".equals(url.getScheme());
			int standard = tls ? 443 : 80;
			return (url.getHost() == null) ? null : new CollectorAddress(tls, url.getHost(),
					(url.getPort() != -1) ? url.getPort() : standard, "grpc".equals(matcher.group(2)));
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * The host as sockets want it.
	 * @return an IPv6 address without its brackets
	 */
	String plainHost() {
		return this.host.startsWith("[") ? this.host.substring(1, this.host.length() - 1) : this.host;
	}

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
