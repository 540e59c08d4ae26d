// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.viewer.page.Networks;
import dev.observability.tracing.viewer.ring.RingLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Keys of {@code observability.tracing.viewer.*}. Start of the application, main thread.
 *
 * @param enabled Whether the trace page is there. By default with DevTools, and with a
 * profile 'dev' or 'local'.
 * @param path Where the page is, below the context path.
 * @param server Whether the page is on the server of the application or on that of the
 * management port.
 * @param token Opens the page from anywhere and is demanded of everybody, at least 16
 * characters. Without one it answers this machine alone.
 * @param allowedHosts Names by which this machine may be called, besides 'localhost',
 * '127.0.0.1' and '[::1]'.
 * @param allowedNetworks Who may see the page besides this machine, such as
 * '172.17.0.0/16' for the host of a container.
 * @param forwardTo The page of another service, such as 'http://localhost:8080/tracing'.
 * Spans and log lines are sent there, and there is no page here.
 * @param slowThreshold From how long a trace counts as slow, and is kept for longer.
 * @param linksPerMinute Lines of the log in a minute that link to what failed or was
 * slow, 0 to 1000. None with a profile that begins with 'prod'.
 * @param maxMemory Memory of all traces, 1MB to 1GB.
 * @param maxTraces Number of traces, 1 to 100000.
 * @param maxSpans Number of spans of all traces, 1 to 10000000.
 * @param maxSpansPerTrace Number of spans of one trace, 1 to 1000000.
 * @param maxAge How long a trace stays after its last change, 1s to 7d. Pinned and
 * imported ones stay for longer.
 */
@ConfigurationProperties(ViewerProperties.PREFIX)
record ViewerProperties(@Nullable Boolean enabled, @DefaultValue("/tracing") String path,
		@DefaultValue("main") Server server, @Nullable String token, @DefaultValue List<String> allowedHosts,
		@DefaultValue List<String> allowedNetworks, @Nullable String forwardTo,
		@DefaultValue("1s") Duration slowThreshold, @DefaultValue("10") int linksPerMinute,
		@DefaultValue("32MB") DataSize maxMemory, @DefaultValue("1000") int maxTraces,
		@DefaultValue("200000") int maxSpans, @DefaultValue("10000") int maxSpansPerTrace,
		@DefaultValue("30m") Duration maxAge) {

	static final String PREFIX = "observability.tracing.viewer";

	private static final int MIN_TOKEN = 16;

	private static final int MAX_TOKEN = 256;

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");

	private static final long MIN_MEMORY = 1L << 20;

	private static final long MAX_MEMORY = 1L << 30;

	ViewerProperties {
		path = path.trim();
		if (!PATH.matcher(path).matches() || path.contains("/.")) {
			throw new InvalidTracingPropertyException(PREFIX + ".path", printable(path),
					"a path such as /tracing, with a slash at the beginning and none at the end",
					"Remove the property for /tracing");
		}
		token = StringUtils.hasText(token) ? token.trim() : null;
		if (token != null && (token.length() < MIN_TOKEN || token.length() > MAX_TOKEN
				|| !token.chars().allMatch((character) -> character > ' ' && character < 0x7F))) {
			throw new InvalidTracingPropertyException(PREFIX + ".token", null,
					"%d to %d printable ASCII characters".formatted(MIN_TOKEN, MAX_TOKEN),
					"Use a random text, such as that of 'openssl rand -hex 24'");
		}
		allowedHosts = allowedHosts.stream().map((host) -> host.trim().toLowerCase(Locale.ROOT)).toList();
		for (String host : allowedHosts) {
			if (!HOST.matcher(host).matches()) {
				throw new InvalidTracingPropertyException(PREFIX + ".allowed-hosts", printable(host),
						"names of hosts, without scheme, port and wildcards", "Write a name such as laptop.example");
			}
		}
		networks(allowedNetworks);
		forwardTo = StringUtils.hasText(forwardTo) ? checkedUrl(forwardTo.trim()) : null;
		check("slow-threshold", slowThreshold, Duration.ZERO, Duration.ofHours(1), "0 to 1h", "1s");
		if (maxMemory.toBytes() < MIN_MEMORY || maxMemory.toBytes() > MAX_MEMORY) {
			throw new InvalidTracingPropertyException(PREFIX + ".max-memory", maxMemory.toString(), "1MB to 1GB",
					"Remove the property for 32MB");
		}
		check("links-per-minute", linksPerMinute, 0, 1000);
		check("max-traces", maxTraces, 1, 100_000);
		check("max-spans", maxSpans, 1, 10_000_000);
		check("max-spans-per-trace", maxSpansPerTrace, 1, 1_000_000);
		check("max-age", maxAge, Duration.ofSeconds(1), Duration.ofDays(7), "1s to 7d", "30m");
	}

	private static Networks networks(List<String> texts) {
		try {
			return Networks.of(texts);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTracingPropertyException(PREFIX + ".allowed-networks",
					printable(String.valueOf(ex.getMessage())), "addresses, or networks such as 172.17.0.0/16",
					"Write the network of the container's host");
		}
	}

	private static String checkedUrl(String url) {
		try {
			URI uri = URI.create(url);
			if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
					&& uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
				return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
			}
		}
		catch (IllegalArgumentException ex) {
			// said below
		}
		throw new InvalidTracingPropertyException(PREFIX + ".forward-to", null,
				"the URL of a trace page, without user, password and query",
				"Write http://localhost:8080/tracing, with the port of the service that has the page");
	}

	private static void check(String key, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new InvalidTracingPropertyException(PREFIX + "." + key, Integer.toString(value),
					"in [%d, %d]".formatted(minimum, maximum), "Remove the property for the default");
		}
	}

	private static void check(String key, Duration value, Duration minimum, Duration maximum, String range,
			String usual) {
		if (value.compareTo(minimum) < 0 || value.compareTo(maximum) > 0) {
			throw new InvalidTracingPropertyException(PREFIX + "." + key, value.toString(), range,
					"Remove the property for " + usual);
		}
	}

	private static String printable(String text) {
		String printable = text.replaceAll("[^\\x20-\\x7E]", "?");
		return (printable.length() > 64) ? printable.substring(0, 64) + "..." : printable;
	}

	Networks networks() {
		return networks(this.allowedNetworks);
	}

	Set<String> hosts() {
		return new HashSet<>(this.allowedHosts);
	}

	RingLimits limits() {
		return new RingLimits(this.maxMemory.toBytes(), this.maxTraces, this.maxSpans, this.maxSpansPerTrace,
				this.slowThreshold.toNanos(), this.maxAge.toNanos());
	}

	@Override
	public String toString() {
		return "ViewerProperties[path=" + this.path + "]";
	}

	/** Where the page is, with a management port of its own. */
	enum Server {

		/** On the server of the application. */
		MAIN,

		/** On the server of the management port. */
		MANAGEMENT

	}

}
