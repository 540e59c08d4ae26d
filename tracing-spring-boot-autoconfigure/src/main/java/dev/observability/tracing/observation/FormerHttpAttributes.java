// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The names that the attributes of an HTTP span had before they became stable, for
 * {@code observability.tracing.semantic-conventions=both}. Source: semantic conventions
 * 1.24, HTTP spans. Step 9 of a request, on the thread that observes, after today's names
 * have been set.
 */
enum FormerHttpAttributes {

	/** What both sides had. */
	METHOD(HttpAttributes.REQUEST_METHOD, "http.method", "http.method"),

	STATUS_CODE(HttpAttributes.RESPONSE_STATUS_CODE, "http.status_code", "http.status_code"),

	PROTOCOL_VERSION(HttpAttributes.PROTOCOL_VERSION, "net.protocol.version", "net.protocol.version"),

	SERVER_ADDRESS(HttpAttributes.SERVER_ADDRESS, "net.host.name", "net.peer.name"),

	SERVER_PORT(HttpAttributes.SERVER_PORT, "net.host.port", "net.peer.port"),

	/** What only one side had. */
	SCHEME(HttpAttributes.URL_SCHEME, "http.scheme", null),

	USER_AGENT(HttpAttributes.USER_AGENT, "http.user_agent", null),

	CLIENT_ADDRESS(HttpAttributes.CLIENT_ADDRESS, "http.client_ip", null),

	/** Never of the conventions, but written by hand in many applications. */
	REMOTE_ADDRESS(HttpAttributes.CLIENT_ADDRESS, "http.remote_addr", null),

	PEER_ADDRESS(HttpAttributes.PEER_ADDRESS, "net.sock.peer.addr", null),

	PEER_PORT(HttpAttributes.PEER_PORT, "net.sock.peer.port", null),

	URL_FULL(HttpAttributes.URL_FULL, null, "http.url");

	private static final AttributeKey<String> TARGET = AttributeKey.stringKey("http.target");

	private static final AttributeKey<String> URL = AttributeKey.stringKey("http.url");

	private final AttributeKey<?> today;

	private final @Nullable AttributeKey<?> server;

	private final @Nullable AttributeKey<?> client;

	FormerHttpAttributes(AttributeKey<?> today, @Nullable String server, @Nullable String client) {
		this.today = today;
		this.server = key(today, server);
		this.client = key(today, client);
	}

	private static @Nullable AttributeKey<?> key(AttributeKey<?> today, @Nullable String name) {
		if (name == null) {
			return null;
		}
		return switch (today.getType()) {
			case LONG -> AttributeKey.longKey(name);
			default -> AttributeKey.stringKey(name);
		};
	}

	static void addToServer(Span span) {
		if (span instanceof ReadableSpan readable) {
			for (FormerHttpAttributes attribute : values()) {
				copy(readable, span, attribute.today, attribute.server);
			}
			String path = readable.getAttribute(HttpAttributes.URL_PATH);
			String query = readable.getAttribute(HttpAttributes.URL_QUERY);
			if (path != null) {
				String target = (query != null) ? path + "?" + query : path;
				span.setAttribute(TARGET, target);
				span.setAttribute(URL, url(readable, target));
			}
		}
	}

	// Of a request it is put together from what the caller asked for
	private static @Nullable String url(ReadableSpan span, String target) {
		String scheme = span.getAttribute(HttpAttributes.URL_SCHEME);
		String host = span.getAttribute(HttpAttributes.SERVER_ADDRESS);
		Long port = span.getAttribute(HttpAttributes.SERVER_PORT);
		if (scheme == null || host == null) {
			return null;
		}
		StringBuilder url = new StringBuilder(scheme).append("://");
		if (host.indexOf(':') >= 0) {
			url.append('[').append(host).append(']');
		}
		else {
			url.append(host);
		}
		if (port != null) {
			url.append(':').append(port);
		}
		return url.append(target).toString();
	}

	static void addToClient(Span span) {
		if (span instanceof ReadableSpan readable) {
			for (FormerHttpAttributes attribute : values()) {
				copy(readable, span, attribute.today, attribute.client);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void copy(ReadableSpan from, Span to, AttributeKey<?> today, @Nullable AttributeKey<?> former) {
		Object value = (former != null) ? from.getAttribute(today) : null;
		if (value != null) {
			to.setAttribute((AttributeKey<Object>) former, value);
		}
	}

}
