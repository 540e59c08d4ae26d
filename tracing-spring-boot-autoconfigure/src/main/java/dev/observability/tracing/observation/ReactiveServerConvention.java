// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

import dev.observability.tracing.SemanticConventions;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.util.ClassUtils;

/**
 * The span of a request that a reactive server received. Steps 2 and 9 of a request, on a
 * thread of the server.
 */
final class ReactiveServerConvention extends HttpServerConvention<ServerRequestObservationContext> {

	private static final boolean NETTY = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			ReactiveServerConvention.class.getClassLoader());

	ReactiveServerConvention(ObservationProperties.Server properties, SemanticConventions names) {
		super(properties, names);
	}

	@Override
	public Class<ServerRequestObservationContext> contextType() {
		return ServerRequestObservationContext.class;
	}

	@Override
	String method(ServerRequestObservationContext context) {
		return request(context).getMethod().name();
	}

	@Override
	String path(ServerRequestObservationContext context) {
		return request(context).getPath().value();
	}

	@Override
	String scheme(ServerRequestObservationContext context) {
		return UriHost.scheme(request(context).getURI());
	}

	@Override
	@Nullable String route(ServerRequestObservationContext context) {
		String pattern = context.getPathPattern();
		return (pattern != null) ? HttpRoutes.of(request(context).getPath().contextPath().value(), pattern) : null;
	}

	@Override
	int status(ServerRequestObservationContext context) {
		ServerHttpResponse response = context.getResponse();
		HttpStatusCode status = (response != null && (!context.isConnectionAborted() || response.isCommitted()))
				? response.getStatusCode() : null;
		return (status != null) ? status.value() : 0;
	}

	@Override
	boolean isAborted(ServerRequestObservationContext context) {
		return context.isConnectionAborted();
	}

	@Override
	void setPeers(ServerRequestObservationContext context, Span span) {
		ServerHttpRequest request = request(context);
		URI uri = request.getURI();
		span.setAttribute(HttpAttributes.URL_QUERY, uri.getRawQuery());
		span.setAttribute(HttpAttributes.SERVER_ADDRESS, UriHost.of(uri));
		int port = UriHost.port(uri);
		if (port > 0) {
			span.setAttribute(HttpAttributes.SERVER_PORT, (long) port);
		}
		InetSocketAddress remote = request.getRemoteAddress();
		if (remote != null) {
			String address = address(remote);
			span.setAttribute(HttpAttributes.CLIENT_ADDRESS, address);
			span.setAttribute(HttpAttributes.PEER_ADDRESS, address);
			span.setAttribute(HttpAttributes.PEER_PORT, (long) remote.getPort());
		}
		if (NETTY) {
			span.setAttribute(HttpAttributes.PROTOCOL_VERSION, NettyRequests.version(request));
		}
		span.setAttribute(HttpAttributes.USER_AGENT, request.getHeaders().getFirst(HttpHeaders.USER_AGENT));
	}

	// Never asks a name service
	private static String address(InetSocketAddress remote) {
		InetAddress address = remote.getAddress();
		return (address != null) ? address.getHostAddress() : remote.getHostString();
	}

	// WebFlux tells of an error when it is over
	@Override
	boolean isHandled(ServerRequestObservationContext context, Throwable error) {
		return true;
	}

	/*
	 * Spring WebFlux keeps no exception that a handler of the application turned into an
	 * answer; those that it handles itself are reported as the observation's error.
	 */
	@Override
	@Nullable Throwable handledError(ServerRequestObservationContext context) {
		return null;
	}

	@Override
	@Nullable List<String> requestHeader(ServerRequestObservationContext context, String name) {
		return request(context).getHeaders().get(name);
	}

	@Override
	@Nullable List<String> responseHeader(ServerRequestObservationContext context, String name) {
		ServerHttpResponse response = context.getResponse();
		return (response != null) ? response.getHeaders().get(name) : null;
	}

	private static ServerHttpRequest request(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		if (request == null) {
			throw new IllegalStateException("An observed request is missing");
		}
		return request;
	}

}
