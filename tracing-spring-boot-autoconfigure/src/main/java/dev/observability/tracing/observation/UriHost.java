// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * The host and the port of a URL. Steps 2, 6 and 9 of a request.
 * <p>
 * {@link URI} knows no host with an underscore, as Docker gives them, and keeps the
 * brackets around an IPv6 address, which the conventions do not want.
 */
final class UriHost {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	private UriHost() {
	}

	static @Nullable String of(URI uri) {
		String host = uri.getHost();
		if (host != null) {
			return withoutBrackets(host);
		}
		String authority = uri.getRawAuthority();
		if (authority == null) {
			return null;
		}
		int start = authority.lastIndexOf('@') + 1;
		int colon = authority.lastIndexOf(':');
		String name = authority.substring(start, (colon >= start) ? colon : authority.length());
		return name.isEmpty() ? null : name;
	}

	static String withoutBrackets(String host) {
		return (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

	/**
	 * Returns the port, also where the scheme says it.
	 * @param uri the URL
	 * @return the port, or 0 where it is not known
	 */
	static int port(URI uri) {
		int port = uri.getPort();
		if (port > 0) {
			return port;
		}
		String scheme = uri.getScheme();
		if (scheme == null || uri.getRawAuthority() == null) {
			return 0;
		}
		port = (uri.getHost() == null) ? portOf(uri.getRawAuthority()) : 0;
		if (port > 0) {
			return port;
		}
		return switch (scheme) {
			case "http" -> HTTP;
			case "https" -> HTTPS;
			default -> 0;
		};
	}

	private static int portOf(String authority) {
		try {
			return Integer.parseInt(authority, authority.lastIndexOf(':') + 1, authority.length(), 10);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	static String scheme(URI uri) {
		String scheme = uri.getScheme();
		return (scheme != null) ? scheme : "http";
	}

}
