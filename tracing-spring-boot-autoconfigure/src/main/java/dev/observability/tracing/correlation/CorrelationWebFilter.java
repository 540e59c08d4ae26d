// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.Iterator;
import java.util.List;

import dev.observability.tracing.propagation.ContextThreads;
import dev.observability.tracing.propagation.CorrelationId;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Writes the ids into the response as it is committed and sees to it that the request has
 * a correlation id, at step 5 of a reactive request. Event loop; does not block, and what
 * fails here costs the headers and not the request.
 * <p>
 * The observation is the exchange's, not the thread's. Where requests are not observed
 * the id goes into the Reactor context, from where {@link ContextThreads} takes it to
 * each thread.
 */
final class CorrelationWebFilter implements WebFilter, Ordered {

	/** Inside the forwarded headers, outside the session and security. */
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

	private static final Log logger = LogFactory.getLog(CorrelationWebFilter.class);

	private static final TextMapGetter<ServerHttpRequest> GETTER = new RequestGetter();

	private final CorrelationReader reader;

	private final CorrelationHeaders headers;

	private volatile boolean failed;

	CorrelationWebFilter(CorrelationReader reader, CorrelationHeaders headers) {
		this.reader = reader;
		this.headers = headers;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		CorrelationFacts facts;
		try {
			facts = facts(exchange);
			exchange.getAttributes().put(CorrelationFacts.ATTRIBUTE, facts);
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> {
				write(response.getHeaders(), facts);
				return Mono.empty();
			});
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
			return chain.filter(exchange);
		}
		Mono<Void> handled = chain.filter(exchange);
		return facts.span().isValid() ? handled : handled.contextWrite((context) -> context.put(ContextThreads.KEY,
				ContextThreads.underCurrentObservation(facts.in(Context.root()))));
	}

	private CorrelationFacts facts(ServerWebExchange exchange) {
		Span span = serverSpan(exchange);
		return span.getSpanContext().isValid() ? CorrelationFacts.observed(sent(exchange.getRequest(), span), span)
				: CorrelationFacts.unobserved(this.reader, exchange.getRequest(), GETTER);
	}

	// The span's context is not the thread's, but a recorded span has the id from there
	private @Nullable String sent(ServerHttpRequest request, Span span) {
		if (!(span instanceof ReadableSpan readable)) {
			return this.reader.readAgain(request, GETTER);
		}
		String id = readable.getAttribute(CorrelationSpanProcessor.ATTRIBUTE);
		return (CorrelationId.isValid(id) && !span.getSpanContext().getTraceId().equals(id)) ? id : null;
	}

	private static Span serverSpan(ServerWebExchange exchange) {
		Object observation = exchange
			.getAttribute(ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE);
		TracingContext tracing = (observation instanceof ServerRequestObservationContext context)
				? context.get(TracingContext.class) : null;
		return (tracing != null && tracing.getSpan() instanceof OtelSpan span) ? OtelSpan.toOtel(span)
				: Span.getInvalid();
	}

	private void write(HttpHeaders response, CorrelationFacts facts) {
		try {
			writeId(response, this.headers.correlationId(), facts.correlationId());
			writeId(response, this.headers.traceId(), facts.traceId());
			String serverTiming = this.headers.serverTiming() ? facts.serverTiming() : null;
			if (serverTiming != null) {
				response.add(CorrelationHeaders.SERVER_TIMING, serverTiming);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
	}

	private static void writeId(HttpHeaders response, @Nullable String name, @Nullable String id) {
		if (name != null && id != null && !response.containsHeader(name)) {
			response.set(name, id);
		}
	}

	private void failed(Throwable ex) {
		if (!this.failed) {
			this.failed = true;
			logger.warn("A response leaves without its ids; this is said once", ex);
		}
	}

	/** Reads the headers of a reactive request. */
	private static final class RequestGetter implements TextMapGetter<ServerHttpRequest> {

		@Override
		public Iterable<String> keys(ServerHttpRequest request) {
			return request.getHeaders().headerNames();
		}

		@Override
		public @Nullable String get(@Nullable ServerHttpRequest request, String name) {
			return (request != null) ? request.getHeaders().getFirst(name) : null;
		}

		@Override
		public Iterator<String> getAll(@Nullable ServerHttpRequest request, String name) {
			return ((request != null) ? request.getHeaders().getOrEmpty(name) : List.<String>of()).iterator();
		}

	}

}
