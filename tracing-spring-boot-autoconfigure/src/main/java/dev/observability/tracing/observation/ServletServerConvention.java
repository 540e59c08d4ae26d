// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

import dev.observability.tracing.SemanticConventions;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
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

	private final ForgottenRequests forgotten;

	ServletServerConvention(ObservationProperties.Server properties, SemanticConventions names,
			ForgottenRequests forgotten) {
		super(properties, names);
		this.forgotten = forgotten;
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
		AsyncStart start = context.get(AsyncStart.class);
		if (start != null && start.pattern() != null) {
			return start.route();
		}
		String pattern = context.getPathPattern();
		HttpServletRequest request = request(context);
		String contextPath = Objects.requireNonNullElse(request.getContextPath(), "");
		if (pattern == null) {
			return ofServlet(contextPath, request.getHttpServletMapping());
		}
		// Patterns begin below the path of the servlet, if it has one of its own
		return (request.getPathInfo() != null) ? HttpRoutes.of(contextPath + request.getServletPath(), pattern)
				: HttpRoutes.of(contextPath, pattern);
	}

	// What answers beside Spring MVC; the default servlet matches everything
	private static @Nullable String ofServlet(String contextPath, HttpServletMapping mapping) {
		MappingMatch match = mapping.getMappingMatch();
		if (match == MappingMatch.EXTENSION) {
			// "*.do" has no slash of its own
			return contextPath.isEmpty() ? mapping.getPattern() : contextPath + "/" + mapping.getPattern();
		}
		return (match == MappingMatch.PATH || match == MappingMatch.EXACT) ? contextPath + mapping.getPattern() : null;
	}

	@Override
	int status(ServerRequestObservationContext context) {
		HttpServletResponse response = context.getResponse();
		return (response != null) ? response.getStatus() : 0;
	}

	/*
	 * Spring stops the observation when an asynchronous request times out, and again when
	 * the answer to that is complete. Its manager has the answer then, but it is not
	 * sent.
	 */
	@Override
	public boolean isOver(ServerRequestObservationContext context) {
		AsyncStart start = context.get(AsyncStart.class);
		if (start == null || start.isForgotten()) {
			// Only asynchronous requests stop twice
			return true;
		}
		HttpServletRequest request = request(context);
		HttpServletResponse response = context.getResponse();
		return response == null || response.isCommitted() || context.getError() != null
				|| request.getDispatcherType() == DispatcherType.ASYNC
				|| !(request.getAttribute(WebAsyncUtils.WEB_ASYNC_MANAGER_ATTRIBUTE) instanceof WebAsyncManager manager)
				|| !manager.hasConcurrentResult();
	}

	/*
	 * An asynchronous request that fails is still observed while the container makes the
	 * page for it, whose route is not the one that was asked for. One that the container
	 * forgets cannot be asked any more.
	 */
	@Override
	public void scopeClosed(ServerRequestObservationContext context) {
		HttpServletRequest request = request(context);
		if (context.get(AsyncStart.class) == null && request.isAsyncStarted()) {
			HttpServletResponse response = context.getResponse();
			int status = (response != null && response.isCommitted()) ? response.getStatus() : 0;
			AsyncStart start = new AsyncStart(request.getMethod(), context.getPathPattern(), route(context), status);
			context.put(AsyncStart.class, start);
			ObservationSpan span = ObservationSpan.of(context);
			if (span != null && span.span().isRecording()) {
				setPeers(context, span.span());
				this.forgotten.watch(request.getAsyncContext(), context, span, start);
			}
		}
	}

	@Override
	public void stop(ServerRequestObservationContext context, Span span) {
		AsyncStart start = context.get(AsyncStart.class);
		if (start != null && start.isForgotten()) {
			setOutcome(context, span, HttpMethods.name(start.method()), start.route(), start.status(), null);
			addOthers(context, span);
		}
		else {
			super.stop(context, span);
		}
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

	// One that is not leaves by the filter, which makes it a 500 after it reported it
	@Override
	boolean isHandled(ServerRequestObservationContext context, Throwable error) {
		return handledError(context) == error;
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
