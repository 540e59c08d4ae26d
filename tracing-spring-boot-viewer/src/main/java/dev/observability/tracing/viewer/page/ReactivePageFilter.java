// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.netty.handler.codec.http.HttpVersion;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.beans.factory.DisposableBean;
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
 * a request; the answer is made on a thread of its own that may wait, so that whoever
 * sends a body slowly, or none, holds up the page and nothing of the application.
 *
 * @since 0.1.0
 */
public final class ReactivePageFilter implements WebFilter, Ordered, DisposableBean {

	private static final int BUFFERS_AHEAD = 4;

	/**
	 * An answer takes milliseconds; a body that is slow holds one of them. More than the
	 * {@link Intake} lets bodies in, so that there is always one for what has none.
	 */
	private static final int THREADS = 2 * Intake.AT_ONCE;

	/** For each thread; a page asks five times a second. */
	private static final int MAX_WAITING = 64;

	private static final int IDLE_SECONDS = 30;

	/** Enough for 64 MiB from this machine. */
	private static final Duration MAX_BODY_TIME = Duration.ofSeconds(30);

	private static final boolean NETTY = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			ReactivePageFilter.class.getClassLoader());

	private static final boolean SERVLET = ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest",
			ReactivePageFilter.class.getClassLoader());

	private final Page page;

	private final String path;

	private final Predicate<ServerHttpRequest> server;

	private final Duration bodyTime;

	private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, MAX_WAITING, "tracing-viewer-page",
			IDLE_SECONDS, true);

	/**
	 * Creates the filter.
	 * @param page what answers
	 * @param path where it is, below the base path of the application
	 * @param server whether the page is on the server that got a request: that of the
	 * management port takes the filters of the application, too
	 */
	public ReactivePageFilter(Page page, String path, Predicate<ServerHttpRequest> server) {
		this(page, path, server, MAX_BODY_TIME);
	}

	ReactivePageFilter(Page page, String path, Predicate<ServerHttpRequest> server, Duration bodyTime) {
		this.page = page;
		this.path = path;
		this.server = server;
		this.bodyTime = bodyTime;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (!isBelow(exchange.getRequest(), this.path) || !this.server.test(exchange.getRequest())) {
			return chain.filter(exchange);
		}
		return Mono.fromCallable(() -> answer(exchange.getRequest()))
			.subscribeOn(this.threads)
			.onErrorResume(RejectedExecutionException.class, (ex) -> Mono.just(busy(exchange.getRequest())))
			.flatMap((answer) -> write(exchange, answer));
	}

	// A body that nobody reads to its end holds buffers of the server
	private PageResponse answer(ServerHttpRequest received) throws IOException {
		try (Request request = new Request(received, this.path, this.bodyTime)) {
			return this.page.answer(request);
		}
	}

	// On a thread of the server, which may not wait: the body stays unread
	private PageResponse busy(ServerHttpRequest received) {
		return Page.busy(new Request(received, this.path, this.bodyTime));
	}

	// An interrupt would let who waits for a body spin
	@Override
	public void destroy() {
		this.threads.disposeGracefully().subscribe();
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

		private final Duration bodyTime;

		private @Nullable InputStream body;

		Request(ServerHttpRequest request, String mapped, Duration bodyTime) {
			this.request = request;
			this.mapped = mapped;
			this.bodyTime = bodyTime;
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
			List<String> lines = this.request.getHeaders().getOrEmpty(name);
			if (!SERVLET || !lines.isEmpty() || !name.equalsIgnoreCase("Host")) {
				return lines;
			}
			return Servlet.host(ServerHttpRequestDecorator.getNativeRequest(this.request));
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
				Mono<?> late = Mono.delay(this.bodyTime).then(Mono.error(TimeoutException::new));
				opened = new ReactiveBody(DataBufferUtils
					.subscriberInputStream(this.request.getBody().takeUntilOther(late), BUFFERS_AHEAD));
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
			return request instanceof HttpServletRequest servlet && ServletPageRequest.isHttp10(servlet);
		}

		static List<String> host(Object request) {
			return (request instanceof HttpServletRequest servlet) ? ServletPageRequest.host(servlet) : List.of();
		}

	}

}
