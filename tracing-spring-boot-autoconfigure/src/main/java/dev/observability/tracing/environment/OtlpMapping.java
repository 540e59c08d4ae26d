// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.observability.tracing.ObservabilityTracingProperties;
import dev.observability.tracing.OtlpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Maps where and how spans are sent, and how many, onto Boot's keys. Start of the
 * application, main thread. Never throws: what is invalid is left out here and refused by
 * {@link ObservabilityTracingProperties}.
 */
final class OtlpMapping {

	static final String PREFIX = "observability.tracing.";

	static final String OTLP = "management.opentelemetry.tracing.export.otlp.";

	static final String ENDPOINT = OTLP + "endpoint";

	static final String TRANSPORT = OTLP + "transport";

	static final String PROBABILITY = "management.tracing.sampling.probability";

	/** Boot's own default, which a shorter timeout of the user shortens, too. */
	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private final PropertyLookup lookup;

	private final PublishedProperties published;

	OtlpMapping(PropertyLookup lookup, PublishedProperties published) {
		this.lookup = lookup;
		this.published = published;
	}

	void apply() {
		mapEndpointAndTransport();
		mapHeaders();
		this.published.map(PREFIX + "compression", OTLP + "compression", OtlpMapping::compression);
		mapTimeout();
		this.published.map(PREFIX + "ssl-bundle", OTLP + "ssl.bundle", (value) -> value);
		this.published.map(PREFIX + "sample-rate", PROBABILITY, OtlpMapping::ratio);
		if (this.lookup.value(PREFIX + "sample-rate") == null) {
			this.published.publishDefault(PROBABILITY, "1.0", "default");
		}
	}

	private void mapEndpointAndTransport() {
		OtlpEndpoint endpoint = endpoint(this.lookup.value(PREFIX + "endpoint"));
		OtlpEndpoint users = endpoint(this.lookup.value(ENDPOINT));
		this.published.map(PREFIX + "protocol", TRANSPORT, OtlpMapping::transport);
		OtlpEndpoint effective = (this.lookup.value(ENDPOINT) != null) ? users : endpoint;
		if (effective != null && effective.port() == OtlpEndpoint.GRPC_PORT
				&& !this.published.values().containsKey(TRANSPORT)) {
			this.published.publishDefault(TRANSPORT, "grpc", "port " + OtlpEndpoint.GRPC_PORT);
		}
		if (endpoint != null) {
			boolean plain = isPlain(endpoint);
			this.published.map(PREFIX + "endpoint", ENDPOINT, (value) -> endpoint.toUrl(plain, !isGrpc()));
		}
	}

	private static @Nullable OtlpEndpoint endpoint(@Nullable String text) {
		try {
			return (text != null) ? OtlpEndpoint.parse(text) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private boolean isPlain(OtlpEndpoint endpoint) {
		String insecure = this.lookup.value(PREFIX + "insecure");
		return (insecure != null) ? TracingEnvironmentPostProcessor.isTrue(insecure) : endpoint.isLoopback();
	}

	private boolean isGrpc() {
		String users = this.lookup.value(TRANSPORT);
		Object ours = this.published.values().containsKey(TRANSPORT) ? this.published.values().get(TRANSPORT).getValue()
				: null;
		return "grpc".equalsIgnoreCase((users != null) ? users : String.valueOf(ours));
	}

	private static @Nullable String transport(String protocol) {
		return switch (letters(protocol)) {
			case "grpc" -> "grpc";
			case "httpprotobuf" -> "http";
			default -> null;
		};
	}

	private static @Nullable String compression(String compression) {
		return switch (letters(compression)) {
			case "gzip" -> "gzip";
			case "none" -> "none";
			default -> null;
		};
	}

	// As lenient as Boot's conversion to an enum
	private static String letters(String value) {
		return value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	private static @Nullable String ratio(String value) {
		try {
			double ratio = Double.parseDouble(value);
			return (ratio >= 0.0 && ratio <= 1.0) ? value : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private void mapTimeout() {
		String key = PREFIX + "timeout";
		String value = this.lookup.value(key);
		Duration timeout = (value != null) ? PublishedProperties.duration(value) : null;
		if (value == null || timeout == null || timeout.isZero() || timeout.isNegative()) {
			return;
		}
		this.published.map(key, OTLP + "timeout", (same) -> same);
		if (timeout.compareTo(CONNECT_TIMEOUT) < 0 && this.lookup.value(OTLP + "connect-timeout") == null
				&& this.published.values().containsKey(OTLP + "timeout")) {
			this.published.publish(OTLP + "connect-timeout", value, key);
		}
	}

	private void mapHeaders() {
		Map<String, String> users = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		users.putAll(this.lookup.map(OTLP + "headers"));
		this.lookup.map(PREFIX + "headers").forEach((name, value) -> {
			String key = PREFIX + "headers[" + name + "]";
			String target = OTLP + "headers[" + name + "]";
			if (!ObservabilityTracingProperties.isHeaderName(name)
					|| !ObservabilityTracingProperties.isHeaderValue(value)) {
				return;
			}
			if (!users.containsKey(name)) {
				this.published.publish(target, value, key);
			}
			else if (!value.equals(users.get(name))) {
				this.published.warn(key, this.lookup.writtenAs(target));
			}
		});
	}

}
