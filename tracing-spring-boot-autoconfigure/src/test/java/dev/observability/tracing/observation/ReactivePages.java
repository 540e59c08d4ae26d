// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Pages that only a reactive server can have.
 */
@RestController
class ReactivePages {

	final CountDownLatch waiting = new CountDownLatch(1);

	@GetMapping("/broken")
	Flux<byte[]> broken() {
		return Flux.concat(Flux.range(0, 100).map((i) -> new byte[10_000]),
				Mono.error(new IllegalStateException("no more")));
	}

	@GetMapping("/endless")
	Flux<byte[]> endless() {
		return Flux.<byte[]>generate((sink) -> sink.next(new byte[10_000]))
			.doOnCancel(() -> PageLog.line("left endless"));
	}

	@GetMapping("/never")
	Mono<String> never() {
		return Mono.<String>never()
			.doOnSubscribe((subscription) -> this.waiting.countDown())
			.doOnCancel(() -> PageLog.line("left never"));
	}

	@GetMapping("/noted")
	String noted() {
		throw new Noted();
	}

	@GetMapping("/delayed")
	Mono<String> delayed() {
		return Mono.delay(Duration.ofMillis(1)).map((tick) -> "delayed");
	}

	@PostMapping("/multipart")
	Mono<String> multipart(@RequestPart FilePart file) {
		return file.content()
			.map((buffer) -> buffer.toString(StandardCharsets.UTF_8).length())
			.reduce(0, Integer::sum)
			.map(String::valueOf);
	}

	/** As Spring's documentation advises. */
	@ExceptionHandler
	ResponseEntity<String> handle(Noted ex, ServerWebExchange exchange) {
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((context) -> context.setError(ex));
		return ResponseEntity.status(HttpStatus.BAD_GATEWAY).body("noted");
	}

	static final class Noted extends RuntimeException {

	}

	/** Functional routes. */
	@Configuration(proxyBeanMethods = false)
	static class Routes {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/functions/{id}", (request) -> ServerResponse.ok().bodyValue(request.pathVariable("id")))
				.GET("/functions/{id}/failed", (request) -> Mono.error(new IllegalStateException("function")))
				.build();
		}

	}

}
