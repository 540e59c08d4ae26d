// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to a real Netty: one server span each, whatever becomes of them.
 */
@SuppressWarnings("try") // A resource is there to be open
class ReactiveServerTests {

	@SuppressWarnings("NullAway.Init")
	private static TestApplication application;

	@SuppressWarnings("NullAway.Init")
	private static PageLog log;

	@BeforeAll
	static void start() {
		application = TestApplication.start(WebApplicationType.REACTIVE, Application.class);
		log = PageLog.open();
	}

	@AfterAll
	static void stop() {
		log.close();
		assertThat(application.tracesWithoutOneServerSpan()).isEmpty();
		assertThat(application.bean(Leaks.class).found()).isEmpty();
		application.close();
	}

	static List<ServerCase> cases() {
		List<ServerCase> cases = new ArrayList<>();
		cases.add(ServerCase.fine("GET /ok", "GET /ok", 200));
		cases.add(ServerCase.fine("HEAD /ok", "HEAD /ok", 200));
		cases.add(ServerCase.fine("GET /orders/7?full=true", "GET /orders/{id}", 200));
		cases.add(ServerCase.fine("GET /replaced", "GET /replaced", 200));
		cases.add(ServerCase.callersFault("GET /entity/404", "GET /entity/{status}", 404, null));
		cases.add(ServerCase.callersFault("GET /conflict", "GET /conflict", 409, null));
		cases.add(
				ServerCase.callersFault("GET /status/404", "GET /status/{status}", 404, ResponseStatusException.class));
		cases.add(ServerCase.callersFault("GET /typed/x", "GET /typed/{id}", 400, ServerWebInputException.class));
		cases.add(ServerCase.callersFault("POST /validated", "POST /validated", 400, WebExchangeBindException.class));
		cases.add(ServerCase.callersFault("POST /ok", "POST", 405, MethodNotAllowedException.class));
		cases.add(ServerCase.callersFault("GET /nothing", "GET /**", 404, NoResourceFoundException.class));
		cases.add(ServerCase.failed("GET /uncaught", "GET /uncaught", 500, IllegalStateException.class));
		cases.add(ServerCase.failed("GET /unavailable", "GET /unavailable", 503));
		cases.add(ServerCase.failed("GET /problem", "GET /problem", 501));
		cases.add(ServerCase.failed("GET /noted", "GET /noted", 502, ReactivePages.Noted.class));
		cases.add(ServerCase.failed("GET /status/502", "GET /status/{status}", 502, ResponseStatusException.class));
		cases.add(ServerCase.failed("GET /entity/500", "GET /entity/{status}", 500));
		cases.addAll(asynchronous());
		return cases;
	}

	private static List<ServerCase> asynchronous() {
		return List.of(ServerCase.fine("GET /future", "GET /future", 200),
				ServerCase.failed("GET /future-failed", "GET /future-failed", 500, IllegalStateException.class),
				ServerCase.fine("GET /mono", "GET /mono", 200),
				ServerCase.failed("GET /mono-failed", "GET /mono-failed", 500, IllegalStateException.class),
				ServerCase.fine("GET /delayed", "GET /delayed", 200), ServerCase.fine("GET /flux", "GET /flux", 200),
				ServerCase.failed("GET /broken", "GET /broken", 200, IllegalStateException.class),
				ServerCase.fine("GET /functions/7", "GET /functions/{id}", 200),
				ServerCase.failed("GET /functions/7/failed", "GET /functions/{id}/failed", 500,
						IllegalStateException.class),
				ServerCase.failed("GET /filter-failed", "GET", 500, IllegalArgumentException.class));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void aRequestIsOneServerSpan(ServerCase expected) {
		TestApplication.Exchange exchange = expected.line().startsWith("POST")
				? application.sendBody(expected.line(), "{\"name\":\"\"}", "Content-Type", "application/json")
				: application.send(expected.line());
		ServerSpans.assertMatches(exchange, expected);
	}

	@ParameterizedTest
	@CsvSource({ "GET /conflict, handled", "POST /validated, not validated yet", "GET /flux, last of the stream" })
	void whatIsLoggedMeanwhileHasItsIds(String line, String text) {
		log.clear();
		TestApplication.Exchange exchange = line.startsWith("POST")
				? application.sendBody(line, "{\"name\":\"\"}", "Content-Type", "application/json")
				: application.send(line);
		log.assertLoggedInside(text, exchange.server());
	}

	@Test
	void aCallerThatLeavesWhileItWaitsIsNoError() throws Exception {
		String traceId = application.newTraceId();
		try (Socket socket = application.connect("GET /never", traceId)) {
			application.bean(ReactivePages.class).waiting.await();
		}
		assertGone(traceId, "GET /never");
	}

	@Test
	void aCallerThatLeavesInTheMiddleOfTheAnswerIsNoError() throws IOException {
		String traceId = application.newTraceId();
		try (Socket socket = application.connect("GET /endless", traceId)) {
			assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
		}
		assertGone(traceId, "GET /endless");
	}

	private static void assertGone(String traceId, String name) {
		SpanData span = application.spans().server(traceId);
		assertThat(span.getName()).isEqualTo(name);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().get(ErrorAttributes.TYPE)).isNull();
		log.assertLoggedInside("left " + name.substring("GET /".length()), span);
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@Import({ ServerPages.class, ReactivePages.class, ReactivePages.Routes.class })
	static class Application {

		@Bean
		HttpHandlerDecoratorFactory leakDecorator(Leaks leaks) {
			return (handler) -> (request, response) -> {
				leaks.checkClean("before a request");
				return handler.handle(request, response).doFinally((signal) -> leaks.checkClean("after a request"));
			};
		}

		@Bean
		WebFilter failingFilter() {
			return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/filter-failed")
					? Mono.error(new IllegalArgumentException("filtered")) : chain.filter(exchange);
		}

	}

}
