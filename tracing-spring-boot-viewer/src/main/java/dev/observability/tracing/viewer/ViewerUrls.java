// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import dev.observability.tracing.viewer.page.HostLine;
import dev.observability.tracing.viewer.page.PageRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Knows where the page and the application are, as far as properties tell it. Start of
 * the application, main thread; then step 11 of a request, on the thread that answers.
 */
final class ViewerUrls {

	private static final String MAIN = "server.";

	private static final String MANAGEMENT = "management.server.";

	private final String path;

	private final Environment environment;

	private volatile @Nullable String page;

	/**
	 * Creates it.
	 * @param path where the page is, below the context path
	 * @param environment knows the servers
	 */
	ViewerUrls(String path, Environment environment) {
		this.path = path;
		this.environment = environment;
	}

	/**
	 * Returns where the page is, for the log, and remembers it.
	 * @param port the port of its server
	 * @param management whether that is the server of the management port
	 * @return such as {@code http://localhost:8080/tracing/}
	 */
	String page(int port, boolean management) {
		String server = management ? MANAGEMENT : MAIN;
		String url = "%s://%s:%d%s%s/".formatted(scheme(server), host(server, "localhost"), port, base(management),
				this.path);
		this.page = url;
		return url;
	}

	/**
	 * Returns where the page is. Any thread.
	 * @return {@code null} until its server has started
	 */
	@Nullable String page() {
		return this.page;
	}

	/**
	 * Returns where the application is, for who sees the page: by the same name, and
	 * where the page is on the management port, by the port of the application.
	 * @param request a request for the page
	 * @return such as {@code http://localhost:8080/app}, without a slash at the end
	 */
	String application(PageRequest request) {
		String line = request.header("Host");
		String host = (line != null) ? line.trim() : "localhost";
		if (OnMainServerCondition.isMain(this.environment)) {
			String page = request.basePath();
			return "%s://%s%s".formatted(request.isSecure() ? "https" : "http", host,
					page.substring(0, page.length() - this.path.length()));
		}
		return "%s://%s:%s%s".formatted(scheme(MAIN), host(MAIN, HostLine.of(host).name()), port(), base(false));
	}

	private String scheme(String server) {
		return (this.environment.containsProperty(server + "ssl.bundle")
				|| this.environment.containsProperty(server + "ssl.key-store")
				|| this.environment.containsProperty(server + "ssl.certificate")) ? "https" : "http";
	}

	private String host(String server, String anywhere) {
		String address = this.environment.getProperty(server + "address");
		if (!StringUtils.hasText(address) || address.equals("0.0.0.0") || address.equals("::")) {
			return anywhere;
		}
		return (address.contains(":") && !address.startsWith("[")) ? "[" + address + "]" : address;
	}

	// That in use, where 0 asks for a free one
	private String port() {
		return this.environment.getProperty("local.server.port", this.environment.getProperty("server.port", "8080"));
	}

	private String base(boolean management) {
		String key = management ? "management.server.base-path"
				: this.environment.containsProperty("spring.webflux.base-path") ? "spring.webflux.base-path"
						: "server.servlet.context-path";
		String base = this.environment.getProperty(key, "");
		return base.equals("/") ? "" : base;
	}

}
