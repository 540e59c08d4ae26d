// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Pages that end in every way, for both kinds of server.
 */
@RestController
class ServerPages {

	@GetMapping("/ok")
	String ok() {
		return "ok";
	}

	@GetMapping("/orders/{id}")
	ResponseEntity<String> order(@PathVariable String id) {
		return ResponseEntity.ok().header("X-Answer", "one", "two").body(id);
	}

	@GetMapping("/typed/{id}")
	int typed(@PathVariable int id) {
		return id;
	}

	@GetMapping("/uncaught")
	String uncaught() {
		throw new IllegalStateException("boom");
	}

	@GetMapping("/unavailable")
	String unavailable() {
		throw new Unavailable();
	}

	@GetMapping("/problem")
	String problem() {
		throw new UnsupportedOperationException("not yet");
	}

	@GetMapping("/conflict")
	String conflict() {
		throw new Conflict();
	}

	@GetMapping("/replaced")
	String replaced() {
		throw new Replaced();
	}

	@GetMapping("/status/{status}")
	String status(@PathVariable int status) {
		throw new ResponseStatusException(HttpStatus.valueOf(status), "as asked");
	}

	@GetMapping("/entity/{status}")
	ResponseEntity<String> entity(@PathVariable int status) {
		return ResponseEntity.status(status).body("entity");
	}

	@PostMapping("/validated")
	String validated(@Valid @RequestBody Order order) {
		return "valid " + order.name();
	}

	@GetMapping("/future")
	CompletableFuture<String> future() {
		return CompletableFuture.supplyAsync(() -> "later");
	}

	@GetMapping("/future-failed")
	CompletableFuture<String> futureFailed() {
		return CompletableFuture.failedFuture(new IllegalStateException("later"));
	}

	@GetMapping("/mono")
	Mono<String> mono() {
		return Mono.just("mono");
	}

	@GetMapping("/mono-failed")
	Mono<String> monoFailed() {
		return Mono.error(new IllegalStateException("mono"));
	}

	@GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> flux() {
		return Flux.range(1, 100)
			.map((number) -> "event " + number)
			.doOnComplete(() -> PageLog.line("last of the stream"));
	}

	@ExceptionHandler
	ResponseEntity<Map<String, String>> handle(Unavailable ex) {
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(Map.of("error", "handled"));
	}

	@ExceptionHandler
	ProblemDetail handle(UnsupportedOperationException ex) {
		return ProblemDetail.forStatus(HttpStatus.NOT_IMPLEMENTED);
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.CONFLICT)
	String handle(Conflict ex) {
		PageLog.line("handled");
		return "conflict";
	}

	@ExceptionHandler
	String handle(Replaced ex) {
		return "something else";
	}

	/**
	 * Body of a request.
	 *
	 * @param name not blank
	 */
	record Order(@NotBlank @Nullable String name) {

		Order {
			PageLog.line("not validated yet");
		}

	}

	static final class Unavailable extends RuntimeException {

		Unavailable() {
			super("nobody there");
		}

	}

	static final class Conflict extends RuntimeException {

		Conflict() {
			super("two at once");
		}

	}

	static final class Replaced extends RuntimeException {

	}

}
