// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * What a user says about tracing as a whole, checked. Start of the application, main
 * thread.
 * <p>
 * The values are mapped onto {@code management.*} before this record exists; it is here
 * to refuse what cannot work. A blank text counts as not set, as an empty environment
 * variable does, also for the switch and the share, which are no primitives for it.
 *
 * @param enabled Whether spans are made and exported. When off, incoming trace context is
 * still passed on.
 * @param endpoint Collector that receives the spans, as 'host:port',
 * 'http(s)://host:port' or a full URL. When not set, nothing is exported.
 * @param protocol Protocol spoken to the collector. When not set, gRPC for port 4317 and
 * HTTP for any other.
 * @param insecure Whether a bare 'host:port' is reached without TLS, and whether
 * credentials may go over plain HTTP to another machine. When not set, only a loopback
 * address is reached without TLS. A scheme in the endpoint wins.
 * @param headers Headers sent with every export, such as those for authentication.
 * @param compression Compression of what is sent.
 * @param timeout Longest time for one export, connecting included.
 * @param sslBundle Name of the SSL bundle for the connection to the collector.
 * @param serviceName Name of the service. When not set, the application's name or that of
 * its build.
 * @param serviceVersion Version of the service. When not set, the application's version
 * or that of its build.
 * @param serviceNamespace Namespace of the service. When not set, the application's
 * group.
 * @param environment Deployment environment, such as 'production'. When not set, the
 * active profile.
 * @param sampleRate Share of traces that are recorded, from 0 to 1.
 * @param semanticConventions Names of attributes that spans and resource carry: today's
 * only, or those of before beside them.
 * @since 0.1.0
 */
@ConfigurationProperties("observability.tracing")
public record ObservabilityTracingProperties(@DefaultValue("true") Boolean enabled, @Nullable String endpoint,
		@Nullable Protocol protocol, @Nullable Boolean insecure, @DefaultValue Map<String, String> headers,
		@Nullable Compression compression, @Nullable Duration timeout, @Nullable String sslBundle,
		@Nullable String serviceName, @Nullable String serviceVersion, @Nullable String serviceNamespace,
		@Nullable String environment, @DefaultValue("1.0") Double sampleRate,
		@DefaultValue("stable") SemanticConventions semanticConventions) {

	private static final String PREFIX = "observability.tracing.";

	/** RFC 9110, section 5.6.2: a token. */
	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	/** RFC 9110, section 5.5: visible characters, blanks and tabs. */
	private static final Pattern FIELD_VALUE = Pattern.compile("[\\t\\x20-\\x7E]*");

	public ObservabilityTracingProperties {
		checkConnection(PREFIX, endpoint, headers, timeout);
		if (!(sampleRate >= 0.0 && sampleRate <= 1.0)) {
			throw new InvalidTracingPropertyException(PREFIX + "sample-rate", Double.toString(sampleRate),
					"in [0, 1], where 1.0 records every trace and 0.1 every tenth",
					"Write a share such as 0.1; ten per cent is 0.1, not 10");
		}
		headers = Map.copyOf(headers);
	}

	/**
	 * Refuses what no connection can be made of.
	 * @param prefix of the keys, with its dot
	 * @param endpoint where to, or {@code null}
	 * @param headers what is sent with each export
	 * @param timeout of each export, or {@code null}
	 */
	static void checkConnection(String prefix, @Nullable String endpoint, Map<String, String> headers,
			@Nullable Duration timeout) {
		checkEndpoint(prefix, endpoint);
		headers.forEach((name, value) -> checkHeader(prefix, name, value));
		if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
			throw new InvalidTracingPropertyException(prefix + "timeout", timeout.toString(), "greater than zero",
					"Write a duration such as 10s");
		}
	}

	private static void checkEndpoint(String prefix, @Nullable String endpoint) {
		if (!StringUtils.hasText(endpoint)) {
			return;
		}
		try {
			OtlpEndpoint.parse(endpoint.trim());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTracingPropertyException(prefix + "endpoint", OtlpEndpoint.mask(endpoint),
					"host:port, http(s)://host:port or a full http(s) URL (" + ex.getMessage() + ")",
					"Write for example localhost:4317, https://collector.example.com:4318 "
							+ "or https://collector.example.com/v1/traces, and credentials into " + prefix + "headers");
		}
	}

	private static void checkHeader(String prefix, String name, String value) {
		if (!isHeaderName(name)) {
			throw new InvalidTracingPropertyException(prefix + "headers[" + printable(name) + "]", null,
					"named with letters, digits and the characters !#$%&'*+-.^_`|~ only (RFC 9110, section 5.6.2)",
					"Take blanks, colons and other characters out of the header's name");
		}
		if (!isHeaderValue(value)) {
			throw new InvalidTracingPropertyException(prefix + "headers[" + name + "]", null,
					"a value of visible ASCII characters, blanks and tabs in one line (RFC 9110, section 5.5)",
					"Take line breaks, control characters and letters beyond ASCII out of the header's value; "
							+ "a secret read from a file often ends with a line break");
		}
	}

	/**
	 * Whether a text can be the name of a header.
	 * @param name any text
	 * @return whether it is a token by RFC 9110
	 */
	public static boolean isHeaderName(String name) {
		return TOKEN.matcher(name).matches();
	}

	/**
	 * Whether a text can be the value of a header.
	 * @param value any text
	 * @return whether it has visible ASCII characters, blanks and tabs only
	 */
	public static boolean isHeaderValue(String value) {
		return FIELD_VALUE.matcher(value).matches();
	}

	private static String printable(String name) {
		return name.replaceAll("[^\\x20-\\x7E]", "?");
	}

	/** Names headers and leaves out their values, which are often credentials. */
	@Override
	public String toString() {
		return "ObservabilityTracingProperties[enabled=%s, endpoint=%s, protocol=%s, headers=%s, sampleRate=%s]"
			.formatted(this.enabled, (this.endpoint != null) ? OtlpEndpoint.mask(this.endpoint) : null, this.protocol,
					this.headers.keySet(), this.sampleRate);
	}

	/**
	 * How spans travel to the collector.
	 */
	public enum Protocol {

		/** OTLP over gRPC; written {@code grpc}. */
		GRPC,

		/** OTLP over HTTP with protobuf; written {@code http/protobuf}. */
		HTTP_PROTOBUF

	}

	/**
	 * How what is sent is made smaller.
	 */
	public enum Compression {

		/** By gzip; written {@code gzip}. */
		GZIP,

		/** Not at all; written {@code none}. */
		NONE

	}

}
