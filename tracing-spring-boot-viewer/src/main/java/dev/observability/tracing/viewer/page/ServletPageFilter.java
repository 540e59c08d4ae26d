// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers requests for the page in a servlet container, before any other filter: its own
 * requests are in no trace and no meter, and no session is made. Step 11 of a request, on
 * the thread of the request.
 *
 * @since 0.1.0
 */
public final class ServletPageFilter extends HttpFilter {

	private static final long serialVersionUID = 1L;

	private final transient Page page;

	private final String path;

	/**
	 * Creates the filter.
	 * @param page what answers
	 * @param path where it is, below the context path
	 */
	public ServletPageFilter(Page page, String path) {
		this.page = page;
		this.path = path;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException {
		PageResponse answer = this.page.answer(new ServletPageRequest(request, this.path));
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		if (answer.status() == PageResponse.NO_CONTENT) {
			return;
		}
		response.setContentLength(answer.body().length);
		if (!request.getMethod().equals("HEAD")) {
			response.getOutputStream().write(answer.body());
		}
	}

}
