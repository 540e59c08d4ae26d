// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;

import io.opentelemetry.context.Context;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Keeps the ids of the server span as request attributes, for the access log and for
 * {@link UncaughtErrorFilter}, step 4 of a request. Request thread.
 */
final class RequestIdsFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Context context = Context.current();
		RequestIds.forAccessLog(request, context);
		try {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			RequestIds.forFailure(request, context);
			throw ex;
		}
	}

}
