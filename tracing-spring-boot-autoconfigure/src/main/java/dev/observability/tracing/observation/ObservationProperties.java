// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.ObservabilityTracingProperties;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the spans of observations. Read at the start of the application.
 *
 * @param enabled Whether observations become spans under the names of OpenTelemetry. When
 * off, Spring Boot makes the spans under its own.
 * @param server What the spans of received HTTP requests carry.
 * @param client What the spans of HTTP calls carry.
 */
@ConfigurationProperties("observability.tracing.observation")
record ObservationProperties(@DefaultValue("true") boolean enabled, @DefaultValue Server server,
		@DefaultValue Client client) {

	private static final String PREFIX = "observability.tracing.observation.";

	/** Never taken, because their values are credentials. */
	private static final Set<String> SENSITIVE = Set.of("x-amzn-oidc-data", "x-ms-client-principal", "x-auth",
			"x-goog-iap-jwt-assertion", "x-trace-force");

	/** Parts of names of headers that hold credentials. */
	private static final List<String> SENSITIVE_PARTS = List.of("authorization", "authentication", "authenticate",
			"cookie", "token", "secret", "password", "passwd", "api-key", "apikey", "session", "credential",
			"signature", "csrf", "xsrf", "jwt", "private-key", "dpop", "client-cert");

	private static final String KEY = "key";

	/** A number that a caller gives to a request; it opens nothing. */
	private static final String IDEMPOTENCY_KEY = "idempotency-key";

	private static void check(String key, List<String> headers) {
		for (String header : headers) {
			if (!ObservabilityTracingProperties.isHeaderName(header)) {
				throw new InvalidTracingPropertyException(PREFIX + key, header,
						"a list of header names (RFC 9110, section 5.6.2)", "Write for example X-Tenant");
			}
			if (isSensitive(header)) {
				throw new InvalidTracingPropertyException(PREFIX + key, header,
						"a list without headers that carry credentials", "Take it out of the list; no header whose "
								+ "name speaks of a token, key, session, cookie or password ever leaves");
			}
		}
	}

	static boolean isSensitive(String header) {
		String name = header.toLowerCase(Locale.ROOT).replace('_', '-');
		return SENSITIVE.contains(name) || SENSITIVE_PARTS.stream().anyMatch(name::contains) || isKey(name);
	}

	private static boolean isKey(String name) {
		return name.equals(KEY) || (name.endsWith("-" + KEY) && !name.endsWith(IDEMPOTENCY_KEY));
	}

	/**
	 * Keys of {@code observability.tracing.observation.server.*}.
	 *
	 * @param requestHeaders Headers of received requests that become attributes.
	 * Credentials are refused.
	 * @param responseHeaders Headers of the responses to them that become attributes.
	 * Credentials are refused.
	 */
	record Server(@DefaultValue List<String> requestHeaders, @DefaultValue List<String> responseHeaders) {

		Server {
			check("server.request-headers", requestHeaders);
			check("server.response-headers", responseHeaders);
		}

	}

	/**
	 * Keys of {@code observability.tracing.observation.client.*}.
	 *
	 * @param requestHeaders Headers of calls that become attributes. Credentials are
	 * refused.
	 * @param responseHeaders Headers of the answers to them that become attributes.
	 * Credentials are refused.
	 */
	record Client(@DefaultValue List<String> requestHeaders, @DefaultValue List<String> responseHeaders) {

		Client {
			check("client.request-headers", requestHeaders);
			check("client.response-headers", responseHeaders);
		}

	}

}
