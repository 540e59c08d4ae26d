// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.nio.charset.StandardCharsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/**
 * The answer of a service, passed on: as it is to a program, as a page to a browser.
 *
 * @param status the status of the answer
 * @param type of the body
 * @param body JSON
 */
record Answer(HttpStatusCode status, MediaType type, String body) {

	private static final Logger logger = LoggerFactory.getLogger(Answer.class);

	/**
	 * Sends the request and takes every answer as it is. Request thread. Never throws for
	 * an error status: the client throws, so that its span knows of the error, and this
	 * catches it.
	 */
	static ResponseEntity<Answer> to(RestClient.RequestHeadersSpec<?> request) {
		Answer answer = send(request);
		// The line by which a click is found in the log
		logger.info("Passing on {}", answer.status().value());
		return ResponseEntity.status(answer.status()).body(answer);
	}

	private static Answer send(RestClient.RequestHeadersSpec<?> request) {
		try {
			ResponseEntity<String> response = request.retrieve().toEntity(String.class);
			MediaType type = response.getHeaders().getContentType();
			String body = response.getBody();
			return new Answer(response.getStatusCode(), (type != null) ? type : MediaType.APPLICATION_JSON,
					(body != null) ? body : "");
		}
		catch (RestClientResponseException ex) {
			MediaType type = (ex.getResponseHeaders() != null) ? ex.getResponseHeaders().getContentType() : null;
			return new Answer(ex.getStatusCode(), (type != null) ? type : MediaType.APPLICATION_JSON,
					ex.getResponseBodyAsString(StandardCharsets.UTF_8));
		}
		catch (ResourceAccessException ex) {
			return problem(HttpStatus.BAD_GATEWAY, "The next service does not answer. Is it started?");
		}
	}

	static Answer problem(HttpStatus status, String detail) {
		String body = "{\"title\":\"" + status.getReasonPhrase() + "\",\"status\":" + status.value() + ",\"detail\":\""
				+ detail + "\"}";
		return new Answer(status, MediaType.APPLICATION_PROBLEM_JSON, body);
	}

}
