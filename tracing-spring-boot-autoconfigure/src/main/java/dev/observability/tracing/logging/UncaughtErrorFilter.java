// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Puts the ids of a request back into MDC when its handling failed, because the container
 * logs the exception after the span's scope has closed, step 7 of a request. Request
 * thread. {@link RequestEndListener} takes them out again.
 */
final class UncaughtErrorFilter implements Filter {

	/** Names the thread whose MDC holds the ids. */
	static final String THREAD = UncaughtErrorFilter.class.getName() + ".thread";

	private final MdcKeys keys;

	UncaughtErrorFilter(MdcKeys keys) {
		this.keys = keys;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		try {
			chain.doFilter(request, response);
		}
		// Also what is thrown without being declared, as Kotlin does
		catch (Throwable ex) {
			RequestIds ids = RequestIds.of(request);
			if (ids != null) {
				ids.toMdc(this.keys);
				request.setAttribute(THREAD, Thread.currentThread());
			}
			throw ex;
		}
	}

}
