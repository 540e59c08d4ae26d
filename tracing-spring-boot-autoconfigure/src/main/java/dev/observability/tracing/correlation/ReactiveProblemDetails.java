// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.core.Ordered;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.http.HttpEntity;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Puts the trace id into the error bodies of WebFlux, at step 6 of a request. Event loop
 * or the thread of the handler's publisher; never throws.
 * <p>
 * Stands before Spring's result handlers and hands everything on to them. Spring's own
 * interceptor of error responses does not get the exchange, and the thread need not have
 * the request's context.
 */
final class ReactiveProblemDetails implements HandlerResultHandler, Ordered {

	private final ObjectProvider<HandlerResultHandler> handlers;

	private final ReactiveAdapterRegistry adapters;

	private volatile @Nullable List<HandlerResultHandler> others;

	ReactiveProblemDetails(ObjectProvider<HandlerResultHandler> handlers, ReactiveAdapterRegistry adapters) {
		this.handlers = handlers;
		this.adapters = adapters;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(HandlerResult result) {
		return (mayHoldProblem(result.getReturnValue()) || adapter(result) != null) && delegate(result) != null;
	}

	@Override
	public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
		HandlerResultHandler delegate = delegate(result);
		if (delegate == null) {
			return Mono.error(new IllegalStateException("no handler for " + result.getReturnType()));
		}
		return delegate.handleResult(exchange, withTraceId(exchange, result));
	}

	private @Nullable HandlerResultHandler delegate(HandlerResult result) {
		for (HandlerResultHandler handler : others()) {
			if (handler.supports(result)) {
				return handler;
			}
		}
		return null;
	}

	// Not in the constructor: Spring's handlers come after this one. Two threads at once
	// find the same
	private List<HandlerResultHandler> others() {
		List<HandlerResultHandler> others = this.others;
		if (others == null) {
			others = this.handlers.orderedStream().filter((handler) -> handler != this).toList();
			this.others = others;
		}
		return others;
	}

	private HandlerResult withTraceId(ServerWebExchange exchange, HandlerResult result) {
		String traceId = traceId(exchange);
		ReactiveAdapter adapter = adapter(result);
		if (adapter == null) {
			addTo(result.getReturnValue(), traceId);
			return result;
		}
		Mono<Object> value = Mono.from(adapter.toPublisher(result.getReturnValue()));
		HandlerResult traced = new HandlerResult(result.getHandler(),
				adapter.fromPublisher(value.doOnNext((body) -> addTo(body, traceId))), result.getReturnTypeSource(),
				result.getBindingContext());
		DispatchExceptionHandler exceptionHandler = result.getExceptionHandler();
		return (exceptionHandler != null) ? traced.setExceptionHandler(exceptionHandler) : traced;
	}

	// One value that may be an error; several are a stream of something else
	private @Nullable ReactiveAdapter adapter(HandlerResult result) {
		Object value = result.getReturnValue();
		ReactiveAdapter adapter = (value != null) ? this.adapters.getAdapter(value.getClass()) : null;
		return (adapter != null && !adapter.isMultiValue() && !adapter.isNoValue()) ? adapter : null;
	}

	private static boolean mayHoldProblem(@Nullable Object value) {
		return value instanceof ProblemDetail || value instanceof ErrorResponse || value instanceof HttpEntity<?>;
	}

	private static void addTo(@Nullable Object value, @Nullable String traceId) {
		if (value instanceof ProblemDetail detail) {
			ProblemDetailTrace.addTo(detail, traceId);
		}
		else if (value instanceof ErrorResponse error) {
			ProblemDetailTrace.addTo(error.getBody(), traceId);
		}
		else if (value instanceof HttpEntity<?> entity && entity.getBody() instanceof ProblemDetail detail) {
			ProblemDetailTrace.addTo(detail, traceId);
		}
	}

	private static @Nullable String traceId(ServerWebExchange exchange) {
		return (exchange.getAttribute(CorrelationFacts.ATTRIBUTE) instanceof CorrelationFacts facts) ? facts.traceId()
				: null;
	}

	/** Spring Boot's own error body. */
	static final class TracedErrorAttributes extends DefaultErrorAttributes {

		// Only newer compilers see that Boot's values may be null
		@Override
		@SuppressWarnings("NullAway")
		public Map<String, Object> getErrorAttributes(ServerRequest request, ErrorAttributeOptions options) {
			Map<String, Object> body = super.getErrorAttributes(request, options);
			ProblemDetailTrace.addTo(body, traceId(request.exchange()));
			return body;
		}

	}

}
