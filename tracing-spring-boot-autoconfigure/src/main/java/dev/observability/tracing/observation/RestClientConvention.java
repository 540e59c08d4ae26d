// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import dev.observability.tracing.SemanticConventions;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.web.client.ResourceAccessException;

/**
 * The span of a call by {@code RestClient} or {@code RestTemplate}. Step 6 of a request,
 * on the thread that calls.
 */
final class RestClientConvention extends HttpClientConvention<ClientRequestObservationContext> {

	RestClientConvention(ObservationProperties.Client properties, SemanticConventions names) {
		super(properties, names);
	}

	@Override
	public Class<ClientRequestObservationContext> contextType() {
		return ClientRequestObservationContext.class;
	}

	@Override
	String method(ClientRequestObservationContext context) {
		return request(context).getMethod().name();
	}

	@Override
	URI uri(ClientRequestObservationContext context) {
		return request(context).getURI();
	}

	@Override
	@Nullable String template(ClientRequestObservationContext context) {
		return context.getUriTemplate();
	}

	@Override
	int status(ClientRequestObservationContext context) {
		ClientHttpResponse response = context.getResponse();
		try {
			return (response != null) ? response.getStatusCode().value() : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	@Override
	Throwable cause(Throwable error) {
		Throwable cause = error.getCause();
		return (error instanceof ResourceAccessException && cause != null) ? cause : error;
	}

	@Override
	@Nullable List<String> requestHeader(ClientRequestObservationContext context, String name) {
		return request(context).getHeaders().get(name);
	}

	@Override
	@Nullable List<String> responseHeader(ClientRequestObservationContext context, String name) {
		ClientHttpResponse response = context.getResponse();
		return (response != null) ? response.getHeaders().get(name) : null;
	}

	private static ClientHttpRequest request(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		if (request == null) {
			throw new IllegalStateException("An observed call is missing");
		}
		return request;
	}

}
