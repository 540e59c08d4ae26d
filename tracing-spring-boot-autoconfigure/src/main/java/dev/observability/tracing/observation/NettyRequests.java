// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * What Reactor Netty knows of a request and Spring WebFlux does not tell. Step 9 of a
 * request, on a thread of the server; loaded only where Reactor Netty is.
 */
final class NettyRequests {

	private NettyRequests() {
	}

	static @Nullable String version(ServerHttpRequest request) {
		try {
			return (ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest netty)
					? HttpVersions.of(netty.version().text()) : null;
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// A request of the application's own or of a test: there is no native one
			return null;
		}
	}

}
