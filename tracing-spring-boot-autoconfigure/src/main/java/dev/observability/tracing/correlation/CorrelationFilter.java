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
import jakarta.servlet.DispatcherType;
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

	private static final String KEPT = CorrelationFilter.class.getName() + ".kept";

	private static final int FIRST_ERROR = 400;

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
		Kept kept = null;
		try {
			kept = kept(http);
			answer = wrap(answer, kept.facts());
			scope = open(kept);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		boolean returned = false;
		try {
			chain.doFilter(request, answer);
			returned = true;
		}
		finally {
			scope.close();
			if (kept != null) {
				keep(kept, http, answer, returned);
			}
		}
	}

	// Few are dispatched again, and an attribute costs each request; a container does it
	// only when the filters are back
	private void keep(Kept kept, HttpServletRequest request, HttpServletResponse response, boolean returned) {
		try {
			if (!returned || request.isAsyncStarted() || response.getStatus() >= FIRST_ERROR) {
				request.setAttribute(KEPT, kept);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
	}

	// Later dispatches of a request have the facts of its first
	private Kept kept(HttpServletRequest request) {
		if (request.getDispatcherType() != DispatcherType.REQUEST && request.getAttribute(KEPT) instanceof Kept kept) {
			return kept;
		}
		Context context = Context.current();
		Span span = Span.fromContext(context);
		CorrelationFacts facts = span.getSpanContext().isValid()
				? CorrelationFacts.observed(CorrelationId.sent(context), span)
				: CorrelationFacts.unobserved(this.reader, request, GETTER);
		return new Kept(facts, facts.in(context));
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

	private static Scope open(Kept kept) {
		Context current = Context.current();
		Context wanted = Span.fromContext(current).getSpanContext().isValid() ? kept.facts().in(current)
				: kept.context();
		return (wanted != current) ? CurrentContext.open(wanted) : Scope.noop();
	}

	private void failed(Throwable ex) {
		if (!this.failed) {
			this.failed = true;
			logger.warn("A response leaves without its ids; this is said once", ex);
		}
	}

	/**
	 * What a request keeps from its first dispatch.
	 *
	 * @param facts its ids
	 * @param context with the id, for a dispatch that has no span
	 */
	private record Kept(CorrelationFacts facts, Context context) {

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
