// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.observability.tracing.ObservabilityTracingProperties.Compression;
import dev.observability.tracing.ObservabilityTracingProperties.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Back ends that get the spans beside the first one, checked. Start of the application,
 * main thread. Here because their checks and the start-up line belong to the environment,
 * and their exporters to the export.
 *
 * @param otlp Further back ends, by a name of your choice. Each has the keys 'endpoint',
 * 'protocol', 'insecure', 'headers', 'compression', 'timeout', 'ssl-bundle' and
 * 'enabled', which mean what those of the first one do.
 * @since 0.1.0
 */
@ConfigurationProperties(OtlpBackendsProperties.EXPORT)
public record OtlpBackendsProperties(@DefaultValue Map<String, Backend> otlp) {

	static final String EXPORT = "observability.tracing.export";

	private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9-]+");

	public OtlpBackendsProperties {
		otlp = distinct(otlp);
		otlp.forEach((name, backend) -> backend.check(prefix(name)));
	}

	// The binder makes an entry of each spelling, "my-collector" of a file and
	// "mycollector" of a variable, and gives all of them the same values: every span
	// would be sent twice
	private static SortedMap<String, Backend> distinct(Map<String, Backend> otlp) {
		Set<String> seen = new HashSet<>();
		SortedMap<String, Backend> distinct = new TreeMap<>(otlp);
		distinct.keySet().removeIf((name) -> !seen.add(uniform(name)));
		return Collections.unmodifiableSortedMap(distinct);
	}

	private static String uniform(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
	}

	/**
	 * Returns what the keys of a back end begin with.
	 * @param name its name
	 * @return such as {@code observability.tracing.export.otlp.jaeger.}, with brackets
	 * where the name needs them
	 */
	public static String prefix(String name) {
		return PLAIN_NAME.matcher(name).matches() ? EXPORT + ".otlp." + name.toLowerCase(Locale.ROOT) + "."
				: EXPORT + ".otlp[" + name + "].";
	}

	/**
	 * Returns those that get spans.
	 * @return back ends by name, in the order of the names
	 */
	public SortedMap<String, Backend> active() {
		SortedMap<String, Backend> active = new TreeMap<>(this.otlp);
		active.values().removeIf((backend) -> !backend.isActive());
		return active;
	}

	/**
	 * One of them.
	 *
	 * @param enabled Whether spans are sent there.
	 * @param endpoint Where to, as 'host:port', 'http(s)://host:port' or a full URL. A
	 * blank one switches off like 'enabled'.
	 * @param protocol Protocol spoken. When not set, gRPC for port 4317 and HTTP for any
	 * other.
	 * @param insecure Whether a bare 'host:port' is reached without TLS, and whether
	 * credentials may go over plain HTTP to another machine.
	 * @param headers Headers sent with every export.
	 * @param compression Compression of what is sent.
	 * @param timeout Longest time for one export, connecting included.
	 * @param sslBundle Name of the SSL bundle for the connection.
	 */
	public record Backend(@DefaultValue("true") Boolean enabled, @Nullable String endpoint, @Nullable Protocol protocol,
			@Nullable Boolean insecure, @DefaultValue Map<String, String> headers, @Nullable Compression compression,
			@Nullable Duration timeout, @Nullable String sslBundle) {

		public Backend {
			headers = Map.copyOf(headers);
		}

		private void check(String prefix) {
			if (this.endpoint == null && this.enabled) {
				throw new InvalidTracingPropertyException(prefix + "endpoint", "",
						"set, because spans cannot be sent there without it",
						"Write for example localhost:4317, or set " + prefix + "enabled=false");
			}
			ObservabilityTracingProperties.checkConnection(prefix, this.endpoint, this.headers, this.timeout);
		}

		/**
		 * Whether it gets spans.
		 * @return whether it is enabled and has an endpoint
		 */
		public boolean isActive() {
			return this.enabled && StringUtils.hasText(this.endpoint);
		}

		/**
		 * Whether spans go by gRPC, by the rule of
		 * {@code observability.tracing.protocol}.
		 * @return whether spans go by gRPC, and not by HTTP
		 */
		public boolean isGrpc() {
			return (this.protocol != null) ? this.protocol == Protocol.GRPC : parse().port() == OtlpEndpoint.GRPC_PORT;
		}

		/**
		 * Returns where spans go, by the rules of {@code observability.tracing.endpoint}
		 * and {@code observability.tracing.insecure}.
		 * @return the URL for an exporter
		 */
		public String url() {
			OtlpEndpoint parsed = parse();
			boolean plain = (this.insecure != null) ? this.insecure : parsed.isLoopback();
			return parsed.toUrl(plain, !isGrpc());
		}

		private OtlpEndpoint parse() {
			if (!StringUtils.hasText(this.endpoint)) {
				throw new IllegalStateException("the back end has no endpoint");
			}
			return OtlpEndpoint.parse(this.endpoint.trim());
		}

		/** Names headers and leaves out their values, which are often credentials. */
		@Override
		public String toString() {
			return "Backend[enabled=%s, endpoint=%s, protocol=%s, headers=%s]".formatted(this.enabled,
					(this.endpoint != null) ? OtlpEndpoint.mask(this.endpoint) : null, this.protocol,
					this.headers.keySet());
		}

	}

}
