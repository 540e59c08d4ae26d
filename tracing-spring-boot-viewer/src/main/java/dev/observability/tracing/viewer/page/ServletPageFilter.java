// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

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
		PageResponse answer = this.page.answer(new Request(request, this.path));
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

	/**
	 * A request of a servlet container.
	 *
	 * @param request that request
	 * @param mapped where the page is
	 */
	private record Request(HttpServletRequest request, String mapped) implements PageRequest {

		@Override
		public String method() {
			return this.request.getMethod();
		}

		@Override
		public String path() {
			String info = this.request.getPathInfo();
			String path = this.request.getServletPath() + ((info != null) ? info : "");
			return path.startsWith(this.mapped) ? path.substring(this.mapped.length()) : "/";
		}

		@Override
		public String basePath() {
			return this.request.getContextPath() + this.mapped;
		}

		@Override
		public @Nullable String query() {
			return this.request.getQueryString();
		}

		@Override
		public List<String> headers(String name) {
			return Collections.list(this.request.getHeaders(name));
		}

		@Override
		public Iterable<String> headerNames() {
			return Collections.list(this.request.getHeaderNames());
		}

		// Digits, so that nothing is looked up
		@Override
		public @Nullable InetAddress peer() {
			String address = this.request.getRemoteAddr();
			try {
				return (address != null && Networks.isAddress(address)) ? InetAddress.getByName(address) : null;
			}
			catch (UnknownHostException ex) {
				return null;
			}
		}

		@Override
		public boolean isSecure() {
			return this.request.isSecure();
		}

		@Override
		public boolean isHttp10() {
			return "HTTP/1.0".equals(this.request.getProtocol());
		}

		@Override
		public InputStream body() throws IOException {
			return this.request.getInputStream();
		}

	}

}
