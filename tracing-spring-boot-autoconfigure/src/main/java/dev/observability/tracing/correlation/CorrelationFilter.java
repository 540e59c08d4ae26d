// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;

import dev.observability.tracing.propagation.CorrelationId;
import dev.observability.tracing.propagation.CurrentContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ids into the response and sees to it that the request has a correlation id,
 * at step 5 of a servlet request. Request thread; does not block, and what fails here
 * costs the headers and not the request.
 * <p>
 * It runs inside Spring's observation, so there is a server span, whose context has the
 * id. Where requests are not observed it makes a context with the id current itself. Also
 * for the error dispatch, which comes after the observation has ended: the log lines of
 * an error page belong to the request.
 */
final class CorrelationFilter implements Filter {

	private static final Log logger = LogFactory.getLog(CorrelationFilter.class);

	private static final String CONTEXT_ATTRIBUTE = CorrelationFilter.class.getName() + ".context";

	private static final TextMapGetter<HttpServletRequest> GETTER = new RequestGetter();

	private final CorrelationReader reader;

	private final CorrelationHeaders headers;

	private volatile boolean failed;

	CorrelationFilter(CorrelationReader reader, CorrelationHeaders headers) {
		this.reader = reader;
		this.headers = headers;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
			chain.doFilter(request, response);
			return;
		}
		Scope scope = Scope.noop();
		try {
			CorrelationFacts facts = facts(http);
			answer = wrap(answer, facts);
			scope = open(http, facts);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		try {
			chain.doFilter(request, answer);
		}
		finally {
			scope.close();
		}
	}

	private CorrelationFacts facts(HttpServletRequest request) {
		if (request.getAttribute(CorrelationFacts.ATTRIBUTE) instanceof CorrelationFacts facts) {
			return facts;
		}
		Context context = Context.current();
		Span span = Span.fromContext(context);
		CorrelationFacts facts = span.getSpanContext().isValid()
				? CorrelationFacts.observed(CorrelationId.sent(context), span)
				: CorrelationFacts.unobserved(this.reader, request, GETTER);
		request.setAttribute(CorrelationFacts.ATTRIBUTE, facts);
		request.setAttribute(CONTEXT_ATTRIBUTE, facts.in(context));
		return facts;
	}

	// An asynchronous dispatch may bring the response of the first one, or the
	// container's
	private HttpServletResponse wrap(HttpServletResponse response, CorrelationFacts facts) {
		if (response instanceof CorrelationResponse || (response instanceof ServletResponseWrapper wrapper
				&& wrapper.isWrapperFor(CorrelationResponse.class))) {
			return response;
		}
		return new CorrelationResponse(response, this.headers, facts);
	}

	private static Scope open(HttpServletRequest request, CorrelationFacts facts) {
		Context current = Context.current();
		Context wanted = Span.fromContext(current).getSpanContext().isValid() ? facts.in(current)
				: stored(request, facts, current);
		return (wanted != current) ? CurrentContext.open(wanted) : Scope.noop();
	}

	private static Context stored(HttpServletRequest request, CorrelationFacts facts, Context current) {
		return (request.getAttribute(CONTEXT_ATTRIBUTE) instanceof Context context) ? context : facts.in(current);
	}

	private void failed(Throwable ex) {
		if (!this.failed) {
			this.failed = true;
			logger.warn("A response leaves without its ids; this is said once", ex);
		}
	}

	/** Reads the headers of a servlet request. */
	private static final class RequestGetter implements TextMapGetter<HttpServletRequest> {

		@Override
		public Iterable<String> keys(HttpServletRequest request) {
			return Collections.list(request.getHeaderNames());
		}

		@Override
		public @Nullable String get(@Nullable HttpServletRequest request, String name) {
			return (request != null) ? request.getHeader(name) : null;
		}

		@Override
		public Iterator<String> getAll(@Nullable HttpServletRequest request, String name) {
			return (request != null) ? request.getHeaders(name).asIterator() : Collections.emptyIterator();
		}

	}

}
