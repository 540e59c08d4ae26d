// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Takes events in the HTTP form of CloudEvents, type in the header {@code Ce-Type}. The
 * start of a build is an order: it goes to orders and from there to payments. Request
 * thread.
 */
@RestController
class EventsController {

	static final String BUILD_START = "network.notifi.lambda.build.start";

	/** An event is a few dozen bytes. */
	private static final int MAX_BYTES = 16_384;

	private static final Pattern PARSER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

	private static final Logger logger = LoggerFactory.getLogger(EventsController.class);

	private final RestClient orders;

	private final JsonMapper json;

	EventsController(@Qualifier("ordersClient") RestClient orders, JsonMapper json) {
		this.orders = orders;
		this.json = json;
	}

	// The body is read as JSON whatever its content type: "curl -d" calls it a form
	@PostMapping(path = "/events", headers = "Ce-Type")
	ResponseEntity<Answer> event(@RequestHeader("Ce-Type") String type, InputStream body) throws IOException {
		return accept(type, parserId(body.readNBytes(MAX_BYTES)));
	}

	// The form of the start page, which cannot set a header
	@PostMapping(path = "/events", headers = "!Ce-Type", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	ResponseEntity<Answer> form(@RequestParam(name = "ce_type", required = false) @Nullable String type,
			@RequestParam(name = "parser_id", required = false) @Nullable String parserId) {
		return (type != null) ? accept(type, parserId) : untyped();
	}

	@PostMapping(path = "/events", headers = "!Ce-Type")
	ResponseEntity<Answer> untyped() {
		return problem(HttpStatus.BAD_REQUEST, "The header Ce-Type is missing");
	}

	private ResponseEntity<Answer> accept(String type, @Nullable String parserId) {
		if (!BUILD_START.equals(type)) {
			return problem(HttpStatus.UNPROCESSABLE_CONTENT, "The only known type is " + BUILD_START);
		}
		if (parserId == null || !PARSER_ID.matcher(parserId).matches()) {
			return problem(HttpStatus.BAD_REQUEST, "parser_id must be 1 to 64 letters, digits, dots, dashes");
		}
		logger.info("Build of {} starts", parserId);
		Map<String, Object> order = Map.of("customer", parserId, "card", "4242424242424242", "lines",
				List.of(Map.of("sku", "build", "quantity", 1, "unitPrice", "0.05")));
		ResponseEntity<Answer> placed = Answer
			.to(this.orders.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).body(order));
		if (!placed.getStatusCode().is2xxSuccessful() || placed.getBody() == null) {
			return placed;
		}
		return ResponseEntity.accepted()
			.body(new Answer(HttpStatus.ACCEPTED, MediaType.APPLICATION_JSON, placed.getBody().body()));
	}

	private @Nullable String parserId(byte[] body) {
		try {
			JsonNode parserId = this.json.readTree(body).get("parser_id");
			return (parserId != null && parserId.isString()) ? parserId.stringValue() : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static ResponseEntity<Answer> problem(HttpStatus status, String detail) {
		return ResponseEntity.status(status).body(Answer.problem(status, detail));
	}

}
