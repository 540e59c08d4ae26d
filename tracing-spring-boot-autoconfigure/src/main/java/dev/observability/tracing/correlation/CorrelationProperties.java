// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.ObservabilityTracingProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Keys of {@code observability.tracing.correlation.*}. Start of the application, main
 * thread.
 *
 * @param enabled Whether a correlation id is taken from requests or made, put on every
 * span and log line, returned, and handed on with calls.
 * @param header Header that carries the correlation id in requests, responses and calls.
 * @param acceptedHeaders Further request headers that may bring the correlation id, read
 * in this order after the header itself, at most 16.
 * @param responseHeader Whether the response carries the correlation id.
 * @param serverTiming Whether the response carries the ids of its span as a Server-Timing
 * metric, which browsers and tests can read.
 * @param traceIdHeader Response header for the trace id alone: 'true' for X-Trace-Id, or
 * a name of your own.
 * @param problemDetail Whether ProblemDetail bodies and Spring Boot's error bodies carry
 * the trace id.
 */
@ConfigurationProperties("observability.tracing.correlation")
record CorrelationProperties(@DefaultValue("true") boolean enabled, @DefaultValue(DEFAULT_HEADER) String header,
		@DefaultValue("X-Request-ID") List<String> acceptedHeaders, @DefaultValue("true") boolean responseHeader,
		@DefaultValue("true") boolean serverTiming, @DefaultValue("false") String traceIdHeader,
		@DefaultValue("false") boolean problemDetail) {

	static final String PREFIX = "observability.tracing.correlation.";

	private static final String DEFAULT_HEADER = "X-Correlation-ID";

	private static final String DEFAULT_TRACE_ID_HEADER = "X-Trace-Id";

	/** Each is looked up in every request. */
	private static final int MAX_ACCEPTED_HEADERS = 16;

	private static final int MAX_NAME_CHARACTERS = 64;

	/** As Boot converts a text to a boolean. */
	private static final Set<String> ON = Set.of("true", "on", "yes", "1");

	private static final Set<String> OFF = Set.of("false", "off", "no", "0", "");

	/** What an id in them would break, or would be taken for. */
	private static final Set<String> TAKEN = Set.of("accept", "accept-encoding", "authorization", "b3", "baggage",
			"cache-control", "connection", "content-encoding", "content-length", "content-type", "cookie", "date",
			"etag", "expect", "forwarded", "host", "keep-alive", "location", "origin", "proxy-authenticate",
			"proxy-authorization", "server-timing", "set-cookie", "te", "traceparent", "tracestate", "trailer",
			"transfer-encoding", "upgrade", "vary", "www-authenticate", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled");

	CorrelationProperties {
		header = StringUtils.hasText(header) ? header.trim() : DEFAULT_HEADER;
		checkName("header", header);
		acceptedHeaders = acceptedHeaders.stream().map(String::trim).filter(StringUtils::hasText).toList();
		acceptedHeaders.forEach((name) -> checkName("accepted-headers", name));
		if (acceptedHeaders.size() > MAX_ACCEPTED_HEADERS) {
			throw new InvalidTracingPropertyException(PREFIX + "accepted-headers", acceptedHeaders.size() + " names",
					"at most %d names".formatted(MAX_ACCEPTED_HEADERS), "Name only the headers that your callers send");
		}
		traceIdHeader = traceIdHeader.trim();
		String traceIdName = nameOf(traceIdHeader);
		if (traceIdName != null) {
			checkName("trace-id-header", traceIdName);
			if (traceIdName.equalsIgnoreCase(header)) {
				throw new InvalidTracingPropertyException(PREFIX + "trace-id-header", traceIdHeader,
						"another header than that of the correlation id", "Give one of the two another name");
			}
		}
	}

	private static @Nullable String nameOf(String traceIdHeader) {
		String switched = traceIdHeader.toLowerCase(Locale.ROOT);
		if (OFF.contains(switched)) {
			return null;
		}
		return ON.contains(switched) ? DEFAULT_TRACE_ID_HEADER : traceIdHeader;
	}

	private static void checkName(String key, String name) {
		if (name.length() > MAX_NAME_CHARACTERS || !ObservabilityTracingProperties.isHeaderName(name)) {
			throw new InvalidTracingPropertyException(PREFIX + key, printable(name),
					"a header's name of at most %d letters, digits and the characters !#$%%&'*+-.^_`|~ "
						.formatted(MAX_NAME_CHARACTERS) + "(RFC 9110, section 5.6.2)",
					"Write a name such as %s".formatted(DEFAULT_HEADER));
		}
		if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
			throw new InvalidTracingPropertyException(PREFIX + key, name,
					"a header of your own, because this one has a meaning already",
					"Write a name such as %s".formatted(DEFAULT_HEADER));
		}
	}

	private static String printable(String name) {
		String printable = name.replaceAll("[^\\x20-\\x7E]", "?");
		return (printable.length() > MAX_NAME_CHARACTERS) ? printable.substring(0, MAX_NAME_CHARACTERS) + "..."
				: printable;
	}

	/**
	 * Returns the request headers that may bring the id, each once.
	 * @return their names, the header itself first
	 */
	List<String> readHeaders() {
		List<String> names = new ArrayList<>(List.of(this.header));
		for (String name : this.acceptedHeaders) {
			if (names.stream().noneMatch(name::equalsIgnoreCase)) {
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * Returns the name of the response header for the trace id alone.
	 * @return its name, or {@code null} where there is to be none
	 */
	@Nullable String traceIdResponseHeader() {
		return nameOf(this.traceIdHeader);
	}

}
