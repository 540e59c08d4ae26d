// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.net.URI;
import java.util.List;
import java.util.Set;

import dev.observability.tracing.ExpectedException;
import dev.observability.tracing.SemanticConventions;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * The span of an HTTP call, whatever makes it: group {@code http.client} of the semantic
 * conventions. Step 6 of a request, on the thread that calls.
 *
 * @param <C> type of the observation's context
 */
abstract class HttpClientConvention<C extends Observation.Context> implements SpanConvention<C> {

	/** Key values of Spring's own convention, which the attributes say better. */
	private static final KeyValueAttributes CUSTOM = new KeyValueAttributes(
			Set.of("client.name", "exception", "method", "outcome", "status", "uri", "http.url"));

	private static final int FIRST_ERROR = 400;

	private final CapturedHeaders requestHeaders;

	private final CapturedHeaders responseHeaders;

	private final boolean former;

	HttpClientConvention(ObservationProperties.Client properties, SemanticConventions names) {
		this.former = names.includesFormer();
		this.requestHeaders = CapturedHeaders.ofRequests(properties.requestHeaders());
		this.responseHeaders = CapturedHeaders.ofResponses(properties.responseHeaders());
	}

	@Override
	public final String startName(C context) {
		return HttpMethods.name(method(context));
	}

	@Override
	public final void start(C context, SpanBuilder span) {
		HttpMethods.set(span, method(context));
		URI uri = uri(context);
		span.setAttribute(HttpAttributes.SERVER_ADDRESS, UriHost.of(uri));
		int port = UriHost.port(uri);
		if (port > 0) {
			span.setAttribute(HttpAttributes.SERVER_PORT, (long) port);
		}
	}

	@Override
	public final @Nullable String destination(C context) {
		return UriHost.of(uri(context));
	}

	/*
	 * Spring's clients make an exception of each such answer, on the thread that calls.
	 * What it means is in the status; where it was made nobody needs to know.
	 */
	@Override
	public final void error(C context, Throwable error, Span span) {
		if (status(context) >= FIRST_ERROR) {
			ExpectedException.record(span, error);
		}
		else {
			span.recordException(error);
		}
	}

	@Override
	public final void stop(C context, Span span) {
		span.setAttribute(HttpAttributes.URL_FULL, uri(context).toString());
		String template = template(context);
		if (template != null) {
			String path = UrlTemplate.path(template);
			span.updateName(startName(context) + " " + path);
			span.setAttribute(HttpAttributes.URL_TEMPLATE, path);
		}
		int status = status(context);
		if (status > 0) {
			span.setAttribute(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
		}
		setOutcome(context, span, status);
		CUSTOM.copy(context, span);
		if (!this.requestHeaders.isEmpty()) {
			this.requestHeaders.set(span, (name) -> requestHeader(context, name));
		}
		if (!this.responseHeaders.isEmpty()) {
			this.responseHeaders.set(span, (name) -> responseHeader(context, name));
		}
		if (this.former) {
			FormerHttpAttributes.addToClient(span);
		}
	}

	private void setOutcome(C context, Span span, int status) {
		Throwable error = context.getError();
		if (status >= FIRST_ERROR) {
			span.setAttribute(ErrorAttributes.TYPE, Integer.toString(status));
			span.setStatus(StatusCode.ERROR);
		}
		else if (error != null) {
			String message = error.getMessage();
			span.setAttribute(ErrorAttributes.TYPE, cause(error).getClass().getName());
			span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
		}
	}

	/**
	 * Returns what an error means, below what the client wraps around it.
	 * @param error what was reported
	 * @return the error itself or its cause
	 */
	Throwable cause(Throwable error) {
		return error;
	}

	abstract String method(C context);

	abstract URI uri(C context);

	abstract @Nullable String template(C context);

	/**
	 * Returns the status of the answer.
	 * @param context context of the observation
	 * @return the status, or 0 where there is none
	 */
	abstract int status(C context);

	abstract @Nullable List<String> requestHeader(C context, String name);

	abstract @Nullable List<String> responseHeader(C context, String name);

}
