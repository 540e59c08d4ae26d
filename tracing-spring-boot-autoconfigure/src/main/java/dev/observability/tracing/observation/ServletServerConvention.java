// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Collections;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * The span of a request that a servlet container received. Steps 2 and 9 of a request, on
 * the request thread.
 */
final class ServletServerConvention extends HttpServerConvention<ServerRequestObservationContext> {

	/** Where Spring MVC leaves the exception that a handler turned into an answer. */
	private static final String HANDLED = "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

	ServletServerConvention(ObservationProperties.Server properties) {
		super(properties);
	}

	@Override
	public Class<ServerRequestObservationContext> contextType() {
		return ServerRequestObservationContext.class;
	}

	@Override
	String method(ServerRequestObservationContext context) {
		return request(context).getMethod();
	}

	@Override
	String path(ServerRequestObservationContext context) {
		return request(context).getRequestURI();
	}

	@Override
	String scheme(ServerRequestObservationContext context) {
		return request(context).getScheme();
	}

	@Override
	@Nullable String route(ServerRequestObservationContext context) {
		String pattern = context.getPathPattern();
		if (pattern == null) {
			return null;
		}
		String contextPath = request(context).getContextPath();
		return HttpRoutes.of((contextPath != null) ? contextPath : "", pattern);
	}

	@Override
	int status(ServerRequestObservationContext context) {
		HttpServletResponse response = context.getResponse();
		return (response != null) ? response.getStatus() : 0;
	}

	/*
	 * A page for an exception: Spring MVC tells the exception, as the container would,
	 * but with the status of the page.
	 */
	@Override
	boolean isAnswered(ServerRequestObservationContext context, Throwable error) {
		HttpServletRequest request = request(context);
		return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == error
				&& request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
				&& status < HttpServletResponse.SC_BAD_REQUEST;
	}

	/*
	 * Spring stops the observation when an asynchronous request times out, and again when
	 * the answer to that is complete. Its manager has the answer then, but it is not
	 * sent.
	 */
	@Override
	public boolean isOver(ServerRequestObservationContext context) {
		HttpServletRequest request = request(context);
		HttpServletResponse response = context.getResponse();
		return response == null || response.isCommitted() || !request.isAsyncStarted()
				|| !(request.getAttribute(WebAsyncUtils.WEB_ASYNC_MANAGER_ATTRIBUTE) instanceof WebAsyncManager manager)
				|| !manager.hasConcurrentResult();
	}

	@Override
	void setPeers(ServerRequestObservationContext context, Span span) {
		HttpServletRequest request = request(context);
		span.setAttribute(HttpAttributes.URL_QUERY, request.getQueryString());
		String serverName = request.getServerName();
		span.setAttribute(HttpAttributes.SERVER_ADDRESS,
				(serverName != null) ? UriHost.withoutBrackets(serverName) : null);
		span.setAttribute(HttpAttributes.SERVER_PORT, (long) request.getServerPort());
		String address = request.getRemoteAddr();
		span.setAttribute(HttpAttributes.CLIENT_ADDRESS, address);
		span.setAttribute(HttpAttributes.PEER_ADDRESS, address);
		span.setAttribute(HttpAttributes.PEER_PORT, (long) request.getRemotePort());
		span.setAttribute(HttpAttributes.PROTOCOL_VERSION, HttpVersions.of(request.getProtocol()));
		span.setAttribute(HttpAttributes.USER_AGENT, request.getHeader("User-Agent"));
	}

	@Override
	@Nullable Throwable handledError(ServerRequestObservationContext context) {
		return (request(context).getAttribute(HANDLED) instanceof Throwable error) ? error : null;
	}

	@Override
	@Nullable List<String> requestHeader(ServerRequestObservationContext context, String name) {
		return Collections.list(request(context).getHeaders(name));
	}

	@Override
	@Nullable List<String> responseHeader(ServerRequestObservationContext context, String name) {
		HttpServletResponse response = context.getResponse();
		return (response != null) ? List.copyOf(response.getHeaders(name)) : null;
	}

	private static HttpServletRequest request(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		if (request == null) {
			throw new IllegalStateException("An observed request is missing");
		}
		return request;
	}

}
