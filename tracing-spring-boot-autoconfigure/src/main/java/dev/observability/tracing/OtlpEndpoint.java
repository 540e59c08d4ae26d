// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where spans are sent to, as a user writes it: {@code host:port},
 * {@code http(s)://host:port} or a full URL. Start of the application, main thread.
 *
 * @param scheme {@code http} or {@code https}; {@code null} for a bare {@code host:port}
 * @param host name or address; an IPv6 address in brackets
 * @param port 1 to 65535, or -1 where a URL leaves it to its scheme
 * @param path path that starts with a slash and is more than that, or an empty string
 * @param query raw query without its question mark, or {@code null}
 * @since 0.1.0
 */
public record OtlpEndpoint(@Nullable String scheme, String host, int port, String path, @Nullable String query) {

	/** Port of OTLP over gRPC, by the OTLP specification. */
	public static final int GRPC_PORT = 4317;

	private static final int MAX_PORT = 65535;

	/** Where a collector takes traces over HTTP, by the OTLP specification. */
	private static final String TRACES_PATH = "/v1/traces";

	private static final Pattern BARE = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+):(\\d{1,6})");

	private static final Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

	private static final Pattern LOOPBACK = Pattern
		.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

	/**
	 * Reads what a user wrote.
	 * @param text the endpoint, without blanks around it
	 * @return the parts of the endpoint
	 * @throws IllegalArgumentException with the reason, which repeats nothing of the text
	 * and thus no secret
	 */
	public static OtlpEndpoint parse(String text) {
		if (text.indexOf('@') >= 0) {
			throw new IllegalArgumentException("it holds credentials before an '@': put them into headers, "
					+ "such as 'Authorization: Basic ...'");
		}
		if (text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8)) {
			return parseUrl(text);
		}
		if (OTHER_SCHEME.matcher(text).matches()) {
			throw new IllegalArgumentException("the scheme is neither http nor https");
		}
		return parseBare(text);
	}

	private static OtlpEndpoint parseUrl(String text) {
		URI uri;
		try {
			uri = new URI(text);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("it is not a URL");
		}
		if (uri.getHost() == null) {
			throw new IllegalArgumentException("it names no host, or one with characters other than letters, "
					+ "digits, dots and hyphens, or a port that is no number");
		}
		if (uri.getRawFragment() != null) {
			throw new IllegalArgumentException("it has a fragment after '#', which is never sent");
		}
		String path = "/".equals(uri.getRawPath()) ? "" : uri.getRawPath();
		int port = (uri.getPort() != -1) ? checkPort(uri.getPort()) : -1;
		return new OtlpEndpoint(uri.getScheme().toLowerCase(Locale.ROOT), uri.getHost(), port, path, uri.getRawQuery());
	}

	private static OtlpEndpoint parseBare(String text) {
		Matcher matcher = BARE.matcher(text);
		if (matcher.matches()) {
			return new OtlpEndpoint(null, matcher.group(1), checkPort(Integer.parseInt(matcher.group(2))), "", null);
		}
		if (text.indexOf(':') < 0 && text.indexOf('/') < 0) {
			throw new IllegalArgumentException("it has no port: add 4317 for gRPC or 4318 for HTTP");
		}
		if (text.indexOf('/') >= 0) {
			throw new IllegalArgumentException("it has a path and no scheme: add http:// or https://");
		}
		if (text.indexOf('[') < 0 && text.indexOf(':') != text.lastIndexOf(':')) {
			throw new IllegalArgumentException("an IPv6 address stands in brackets, such as [::1]:4317");
		}
		throw new IllegalArgumentException("it is not of the form host:port");
	}

	private static int checkPort(int port) {
		if (port < 1 || port > MAX_PORT) {
			throw new IllegalArgumentException("the port is not in [1, 65535]");
		}
		return port;
	}

	/**
	 * Returns the text of any endpoint, valid or not, with credentials and the values of
	 * its query taken out, for log lines and reports.
	 * @param text what stands in the configuration
	 * @return the text with {@code ***} in the places of secrets
	 */
	public static String mask(String text) {
		int at = text.lastIndexOf('@');
		String masked = text;
		if (at >= 0) {
			int scheme = text.indexOf("://");
			String start = (scheme >= 0 && scheme < at) ? text.substring(0, scheme + 3) : "";
			masked = start + "***" + text.substring(at);
		}
		int query = masked.indexOf('?');
		return (query >= 0) ? masked.substring(0, query) + "?***" : masked;
	}

	/**
	 * Whether the host is this machine: {@code localhost}, 127.0.0.0/8 or {@code [::1]}.
	 * @return whether the host is this machine
	 */
	public boolean isLoopback() {
		return LOOPBACK.matcher(this.host).matches();
	}

	/**
	 * Returns the URL for an exporter.
	 * @param plain whether a bare {@code host:port} is reached without TLS; a scheme that
	 * was written wins
	 * @param http whether OTLP goes over HTTP, which needs a path, and not over gRPC,
	 * which has its own
	 * @return a URL
	 */
	public String toUrl(boolean plain, boolean http) {
		String bareScheme = plain ? "http" : "https";
		StringBuilder url = new StringBuilder((this.scheme != null) ? this.scheme : bareScheme);
		url.append("://").append(this.host);
		if (this.port != -1) {
			url.append(':').append(this.port);
		}
		url.append((this.path.isEmpty() && http) ? TRACES_PATH : this.path);
		return (this.query != null) ? url.append('?').append(this.query).toString() : url.toString();
	}

}
