// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.micrometer.observation.transport.ReceiverContext;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * Reads what a propagator needs from a request of HTTP, at step 2 of a request: its
 * carrier is the request, or the observation of it. Request thread; does not block.
 *
 * @since 0.1.0
 */
public final class InboundRequest {

	private static final boolean SERVLET = isPresent("jakarta.servlet.http.HttpServletRequest");

	private static final boolean REACTIVE = isPresent("org.springframework.http.server.reactive.ServerHttpRequest");

	private InboundRequest() {
	}

	/**
	 * Returns the path of a request.
	 * @param carrier what a propagator extracts from
	 * @return the path as it was sent, with the context path, without the query, not
	 * decoded; {@code null} where the carrier is no request of HTTP
	 */
	public static @Nullable String path(@Nullable Object carrier) {
		Object request = unwrap(carrier);
		if (SERVLET && Servlet.isRequest(request)) {
			return Servlet.path(request);
		}
		return REACTIVE ? Reactive.path(request) : null;
	}

	/**
	 * Takes what the application stands below off a path, as Spring does before it looks
	 * for a handler: so a prefix that a proxy tells, or a caller makes up, leads to no
	 * other rule.
	 * @param request a request
	 * @param path its path
	 * @return the path within the application
	 */
	static String within(@Nullable Object request, String path) {
		String prefix = (SERVLET && Servlet.isRequest(request)) ? Servlet.contextPath(request)
				: REACTIVE ? Reactive.contextPath(request) : null;
		if (prefix == null || !path.startsWith(prefix)) {
			return path;
		}
		return (path.length() == prefix.length()) ? "/" : path.substring(prefix.length());
	}

	static @Nullable Object unwrap(@Nullable Object carrier) {
		return (carrier instanceof ReceiverContext<?> receiver) ? receiver.getCarrier() : carrier;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, InboundRequest.class.getClassLoader());
	}

	/** Requests of a servlet container; loaded where there are some. */
	private static final class Servlet {

		static boolean isRequest(@Nullable Object request) {
			return request instanceof HttpServletRequest;
		}

		static @Nullable String path(@Nullable Object request) {
			return (request instanceof HttpServletRequest http) ? http.getRequestURI() : null;
		}

		static @Nullable String contextPath(@Nullable Object request) {
			return (request instanceof HttpServletRequest http) ? http.getContextPath() : null;
		}

	}

	/** Requests of a reactive server; loaded where there are some. */
	private static final class Reactive {

		static @Nullable String path(@Nullable Object request) {
			return (request instanceof ServerHttpRequest http) ? http.getPath().value() : null;
		}

		static @Nullable String contextPath(@Nullable Object request) {
			return (request instanceof ServerHttpRequest http) ? http.getPath().contextPath().value() : null;
		}

	}

}
