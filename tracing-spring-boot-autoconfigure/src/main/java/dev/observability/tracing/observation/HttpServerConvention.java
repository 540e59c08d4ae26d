// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

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
 * The span of a received HTTP request, whatever receives it: group {@code http.server} of
 * the semantic conventions. Steps 2 and 9 of a request, on the request thread.
 *
 * @param <C> type of the observation's context
 */
abstract class HttpServerConvention<C extends Observation.Context> implements SpanConvention<C> {

	/** Key values of Spring's own convention, which the attributes say better. */
	private static final KeyValueAttributes CUSTOM = new KeyValueAttributes(
			Set.of("exception", "method", "outcome", "status", "uri", "http.url"));

	private static final int FIRST_CLIENT_ERROR = 400;

	private static final int FIRST_SERVER_ERROR = 500;

	private final CapturedHeaders requestHeaders;

	private final CapturedHeaders responseHeaders;

	private final boolean former;

	HttpServerConvention(ObservationProperties.Server properties, SemanticConventions names) {
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
		span.setAttribute(HttpAttributes.URL_PATH, UrlPath.withoutSession(path(context)));
		span.setAttribute(HttpAttributes.URL_SCHEME, scheme(context));
	}

	@Override
	public final void error(C context, Throwable error, Span span) {
		int status = status(context);
		boolean callersFault = status >= FIRST_CLIENT_ERROR && status < FIRST_SERVER_ERROR;
		if ((callersFault && isHandled(context, error)) || CallerGone.isCertain(error)) {
			ExpectedException.record(span, error);
		}
		else {
			span.recordException(error);
		}
	}

	@Override
	public void stop(C context, Span span) {
		int status = status(context);
		boolean unreported = context.getError() == null && status >= FIRST_CLIENT_ERROR;
		setOutcome(context, span, startName(context), route(context), status,
				unreported ? handledError(context) : null);
		setPeers(context, span);
		if (!this.requestHeaders.isEmpty()) {
			this.requestHeaders.set(span, (name) -> requestHeader(context, name));
		}
		if (!this.responseHeaders.isEmpty()) {
			this.responseHeaders.set(span, (name) -> responseHeader(context, name));
		}
		addOthers(context, span);
	}

	/**
	 * Adds what comes from neither the request nor the response, last of all.
	 * @param context context of the observation
	 * @param span the span
	 */
	final void addOthers(C context, Span span) {
		CUSTOM.copy(context, span);
		if (this.former) {
			FormerHttpAttributes.addToServer(span);
		}
	}

	/**
	 * Sets name and outcome without a look at the request and the response.
	 * @param context context of the observation
	 * @param span the span
	 * @param method name of the method
	 * @param route route, or {@code null} where none matched
	 * @param status status of the response, or 0 where none was sent
	 * @param handled error that became the answer without being reported, or {@code null}
	 */
	final void setOutcome(C context, Span span, String method, @Nullable String route, int status,
			@Nullable Throwable handled) {
		if (route != null) {
			span.updateName(method + " " + route);
			span.setAttribute(HttpAttributes.ROUTE, route);
		}
		if (status > 0) {
			span.setAttribute(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
		}
		if (handled != null) {
			if (status >= FIRST_SERVER_ERROR) {
				span.recordException(handled);
			}
			else {
				ExpectedException.record(span, handled);
			}
		}
		setStatus(context, span, status, handled);
	}

	/*
	 * An error that became an answer with 4xx is the caller's. One that became 5xx, or
	 * that broke an answer that had begun, is ours, unless the caller went away.
	 */
	private void setStatus(C context, Span span, int status, @Nullable Throwable handled) {
		Throwable error = context.getError();
		Throwable cause = (error != null) ? error : handled;
		if (isAborted(context) || (cause != null && isCallerGone(cause, status))) {
			return;
		}
		boolean broken = error != null && status < FIRST_CLIENT_ERROR;
		if (broken || status >= FIRST_SERVER_ERROR) {
			span.setAttribute(ErrorAttributes.TYPE,
					(cause != null) ? cause.getClass().getName() : Integer.toString(status));
			String message = (cause != null) ? cause.getMessage() : null;
			span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
		}
	}

	// A connection of our own that broke looks the same, but still becomes an answer
	private static boolean isCallerGone(Throwable error, int status) {
		return (status < FIRST_SERVER_ERROR) ? CallerGone.isLikely(error) : CallerGone.isCertain(error);
	}

	abstract String method(C context);

	abstract String path(C context);

	abstract String scheme(C context);

	abstract @Nullable String route(C context);

	/**
	 * Returns the status of the response.
	 * @param context context of the observation
	 * @return the status, or 0 where none was sent
	 */
	abstract int status(C context);

	/**
	 * Whether the caller went away before it had the response.
	 * @param context context of the observation
	 * @return whether that is known
	 */
	boolean isAborted(C context) {
		return false;
	}

	/**
	 * Whether an error became an answer already, so that its status is final.
	 * @param context context of the observation
	 * @param error the error
	 * @return whether that is known
	 */
	abstract boolean isHandled(C context, Throwable error);

	abstract void setPeers(C context, Span span);

	abstract @Nullable Throwable handledError(C context);

	abstract @Nullable List<String> requestHeader(C context, String name);

	abstract @Nullable List<String> responseHeader(C context, String name);

}
