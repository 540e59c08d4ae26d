// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of HTTP, from the groups {@code http}, {@code url}, {@code server},
 * {@code client}, {@code network} and {@code user_agent} of the semantic conventions.
 * Steps 2, 6 and 9 of a request.
 */
final class HttpAttributes {

	static final AttributeKey<String> REQUEST_METHOD = AttributeKey.stringKey("http.request.method");

	static final AttributeKey<String> REQUEST_METHOD_ORIGINAL = AttributeKey.stringKey("http.request.method_original");

	static final AttributeKey<Long> RESPONSE_STATUS_CODE = AttributeKey.longKey("http.response.status_code");

	static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

	static final AttributeKey<String> URL_SCHEME = AttributeKey.stringKey("url.scheme");

	static final AttributeKey<String> URL_PATH = AttributeKey.stringKey("url.path");

	static final AttributeKey<String> URL_QUERY = AttributeKey.stringKey("url.query");

	static final AttributeKey<String> URL_FULL = AttributeKey.stringKey("url.full");

	static final AttributeKey<String> URL_TEMPLATE = AttributeKey.stringKey("url.template");

	static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");

	static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

	static final AttributeKey<String> CLIENT_ADDRESS = AttributeKey.stringKey("client.address");

	static final AttributeKey<String> PEER_ADDRESS = AttributeKey.stringKey("network.peer.address");

	static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");

	static final AttributeKey<String> PROTOCOL_VERSION = AttributeKey.stringKey("network.protocol.version");

	static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");

	private HttpAttributes() {
	}

	static AttributeKey<List<String>> requestHeader(String lowerCaseName) {
		return AttributeKey.stringArrayKey("http.request.header." + lowerCaseName);
	}

	static AttributeKey<List<String>> responseHeader(String lowerCaseName) {
		return AttributeKey.stringArrayKey("http.response.header." + lowerCaseName);
	}

}
