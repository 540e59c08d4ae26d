// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.net.URI;
import java.util.List;

import dev.observability.tracing.SemanticConventions;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * The span of a call by {@code WebClient}. Step 6 of a request, on the thread that
 * subscribes.
 */
final class WebClientConvention extends HttpClientConvention<ClientRequestObservationContext> {

	WebClientConvention(ObservationProperties.Client properties, SemanticConventions names) {
		super(properties, names);
	}

	@Override
	public Class<ClientRequestObservationContext> contextType() {
		return ClientRequestObservationContext.class;
	}

	@Override
	String method(ClientRequestObservationContext context) {
		return request(context).method().name();
	}

	@Override
	URI uri(ClientRequestObservationContext context) {
		return request(context).url();
	}

	@Override
	@Nullable String template(ClientRequestObservationContext context) {
		return context.getUriTemplate();
	}

	@Override
	int status(ClientRequestObservationContext context) {
		ClientResponse response = context.getResponse();
		return (response != null) ? response.statusCode().value() : 0;
	}

	@Override
	Throwable cause(Throwable error) {
		Throwable cause = error.getCause();
		return (error instanceof WebClientRequestException && cause != null) ? cause : error;
	}

	@Override
	@Nullable List<String> requestHeader(ClientRequestObservationContext context, String name) {
		return request(context).headers().get(name);
	}

	@Override
	@Nullable List<String> responseHeader(ClientRequestObservationContext context, String name) {
		ClientResponse response = context.getResponse();
		return (response != null) ? response.headers().header(name) : null;
	}

	private static ClientRequest request(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		if (request == null) {
			throw new IllegalStateException("An observed call is missing");
		}
		return request;
	}

}
