// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.netty.handler.codec.http.HttpVersion;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Answers requests for the page in a reactive server, before any other filter. Step 11 of
 * a request; the answer is made on a thread that may wait.
 *
 * @since 0.1.0
 */
public final class ReactivePageFilter implements WebFilter, Ordered {

	private static final int BUFFERS_AHEAD = 4;

	private static final boolean NETTY = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			ReactivePageFilter.class.getClassLoader());

	private static final boolean SERVLET = ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest",
			ReactivePageFilter.class.getClassLoader());

	private final Page page;

	private final String path;

	/**
	 * Creates the filter.
	 * @param page what answers
	 * @param path where it is, below the base path of the application
	 */
	public ReactivePageFilter(Page page, String path) {
		this.page = page;
		this.path = path;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (!isBelow(exchange.getRequest(), this.path)) {
			return chain.filter(exchange);
		}
		return Mono.fromCallable(() -> answer(exchange.getRequest()))
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((answer) -> write(exchange, answer));
	}

	// A body that nobody reads to its end holds buffers of the server
	private PageResponse answer(ServerHttpRequest received) throws IOException {
		try (Request request = new Request(received, this.path)) {
			return this.page.answer(request);
		}
	}

	/**
	 * Returns whether a request is for the page.
	 * @param request any request
	 * @param path where the page is, below the base path of the application
	 * @return whether it is the path, or below it
	 */
	public static boolean isBelow(ServerHttpRequest request, String path) {
		String requested = request.getPath().pathWithinApplication().value();
		return requested.startsWith(path)
				&& (requested.length() == path.length() || requested.charAt(path.length()) == '/');
	}

	private static Mono<Void> write(ServerWebExchange exchange, PageResponse answer) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		if (answer.status() == PageResponse.NO_CONTENT) {
			return response.setComplete();
		}
		response.getHeaders().setContentLength(answer.body().length);
		if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
			return response.setComplete();
		}
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
	}

	/** A request of a reactive server. */
	private static final class Request implements PageRequest, Closeable {

		private final ServerHttpRequest request;

		private final String mapped;

		private @Nullable InputStream body;

		Request(ServerHttpRequest request, String mapped) {
			this.request = request;
			this.mapped = mapped;
		}

		@Override
		public String method() {
			return this.request.getMethod().name();
		}

		@Override
		public String path() {
			return this.request.getPath().pathWithinApplication().value().substring(this.mapped.length());
		}

		@Override
		public String basePath() {
			return this.request.getPath().contextPath().value() + this.mapped;
		}

		@Override
		public @Nullable String query() {
			return this.request.getURI().getRawQuery();
		}

		@Override
		public List<String> headers(String name) {
			return this.request.getHeaders().getOrEmpty(name);
		}

		@Override
		public Iterable<String> headerNames() {
			return this.request.getHeaders().headerNames();
		}

		@Override
		public @Nullable InetAddress peer() {
			InetSocketAddress address = this.request.getRemoteAddress();
			return (address != null) ? address.getAddress() : null;
		}

		@Override
		public boolean isSecure() {
			return "https".equalsIgnoreCase(this.request.getURI().getScheme());
		}

		@Override
		public boolean isHttp10() {
			Object received = ServerHttpRequestDecorator.getNativeRequest(this.request);
			return (NETTY && Netty.isHttp10(received)) || (SERVLET && Servlet.isHttp10(received));
		}

		@Override
		public InputStream body() {
			InputStream opened = this.body;
			if (opened == null) {
				opened = DataBufferUtils.subscriberInputStream(this.request.getBody(), BUFFERS_AHEAD);
				this.body = opened;
			}
			return opened;
		}

		@Override
		public void close() throws IOException {
			if (this.body != null) {
				this.body.close();
			}
		}

	}

	/** What Reactor Netty tells; Spring does not. */
	private static final class Netty {

		private Netty() {
		}

		static boolean isHttp10(Object request) {
			return request instanceof HttpServerRequest netty && netty.version().equals(HttpVersion.HTTP_1_0);
		}

	}

	/** What a servlet container tells. */
	private static final class Servlet {

		private Servlet() {
		}

		static boolean isHttp10(Object request) {
			return request instanceof HttpServletRequest servlet && "HTTP/1.0".equals(servlet.getProtocol());
		}

	}

}
