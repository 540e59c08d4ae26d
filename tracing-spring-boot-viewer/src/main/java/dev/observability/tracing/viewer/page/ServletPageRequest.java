// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request of a servlet container. Step 11 of a request, on the thread of the request.
 * <p>
 * A filter that stands before that of the page may hand on a request of its own, which
 * hides what a proxy added and names another peer. What the container received counts
 * too, then: who is refused by either is refused.
 */
final class ServletPageRequest implements PageRequest {

	private static final String HOST = "Host";

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	private final HttpServletRequest request;

	private final HttpServletRequest received;

	private final String mapped;

	/**
	 * Creates it.
	 * @param request as the filter of the page gets it
	 * @param mapped where the page is, below the context path
	 */
	ServletPageRequest(HttpServletRequest request, String mapped) {
		this.request = request;
		this.received = received(request);
		this.mapped = mapped;
	}

	private static HttpServletRequest received(HttpServletRequest request) {
		ServletRequest inner = request;
		while (inner instanceof ServletRequestWrapper wrapper) {
			inner = wrapper.getRequest();
		}
		return (inner instanceof HttpServletRequest received) ? received : request;
	}

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

	// A name of the host that was changed on the way counts as two
	@Override
	public List<String> headers(String name) {
		if (!name.equalsIgnoreCase(HOST)) {
			return Collections.list(this.request.getHeaders(name));
		}
		List<String> told = host(this.request);
		List<String> received = host(this.received);
		return told.equals(received) ? told : both(told, received);
	}

	/**
	 * Returns by which name the server was called. HTTP/2 has it in {@code :authority},
	 * of which containers make no header.
	 * @param request a request
	 * @return lines of {@code Host}, or what would be in one
	 */
	static List<String> host(HttpServletRequest request) {
		List<String> lines = Collections.list(request.getHeaders(HOST));
		String name = request.getServerName();
		if (!lines.isEmpty() || name == null || !request.getProtocol().startsWith("HTTP/2")) {
			return lines;
		}
		int port = request.getServerPort();
		return List.of((port == (request.isSecure() ? HTTPS_PORT : HTTP_PORT)) ? name : name + ":" + port);
	}

	private static List<String> both(List<String> one, List<String> other) {
		List<String> both = new ArrayList<>(one);
		both.addAll(other);
		return both;
	}

	@Override
	public Iterable<String> headerNames() {
		List<String> told = Collections.list(this.request.getHeaderNames());
		return (this.received != this.request) ? both(told, Collections.list(this.received.getHeaderNames())) : told;
	}

	@Override
	public @Nullable InetAddress peer() {
		InetAddress received = peer(this.received);
		return (received != null && received.equals(peer(this.request))) ? received : null;
	}

	// Digits, so that nothing is looked up
	private static @Nullable InetAddress peer(ServletRequest request) {
		String address = request.getRemoteAddr();
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
		return isHttp10(this.request) || isHttp10(this.received);
	}

	static boolean isHttp10(ServletRequest request) {
		return "HTTP/1.0".equals(request.getProtocol());
	}

	@Override
	public InputStream body() throws IOException {
		return this.request.getInputStream();
	}

}
