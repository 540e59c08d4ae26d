// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to a real Tomcat: one server span each, whatever becomes of them.
 */
@SuppressWarnings("try") // A resource is there to be open
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServletServerTests {

	@SuppressWarnings("NullAway.Init")
	private TestApplication application;

	@SuppressWarnings("NullAway.Init")
	private PageLog log;

	@BeforeAll
	void start() {
		this.application = TestApplication.start(WebApplicationType.SERVLET, configuration(),
				"spring.task.execution.propagate-context=true");
		this.log = PageLog.open();
	}

	Class<?> configuration() {
		return Application.class;
	}

	@AfterAll
	void stop() {
		this.log.close();
		assertThat(this.application.tracesWithoutOneServerSpan()).isEmpty();
		assertThat(this.application.bean(Leaks.class).found()).isEmpty();
		this.application.close();
	}

	static List<ServerCase> cases() {
		List<ServerCase> cases = new ArrayList<>();
		cases.add(ServerCase.fine("GET /ok", "GET /ok", 200));
		cases.add(ServerCase.fine("HEAD /ok", "HEAD /ok", 200));
		cases.add(ServerCase.fine("GET /orders/7?full=true", "GET /orders/{id}", 200));
		cases.add(ServerCase.fine("GET /replaced", "GET /replaced", 200));
		cases.add(ServerCase.fine("GET /entity/204", "GET /entity/{status}", 204));
		cases.add(ServerCase.callersFault("GET /entity/404", "GET /entity/{status}", 404, null));
		cases.add(ServerCase.callersFault("GET /conflict", "GET /conflict", 409, ServerPages.Conflict.class));
		cases.add(
				ServerCase.callersFault("GET /status/404", "GET /status/{status}", 404, ResponseStatusException.class));
		cases.add(ServerCase.callersFault("GET /typed/x", "GET /typed/{id}", 400,
				MethodArgumentTypeMismatchException.class));
		cases.add(ServerCase.callersFault("POST /validated", "POST /validated", 400,
				MethodArgumentNotValidException.class));
		cases.add(ServerCase.callersFault("POST /ok", "POST", 405, HttpRequestMethodNotSupportedException.class));
		cases.add(ServerCase.callersFault("GET /nothing", "GET /**", 404, NoResourceFoundException.class));
		cases.add(ServerCase.failed("GET /uncaught", "GET /uncaught", 500, IllegalStateException.class));
		cases.add(ServerCase.failed("GET /unavailable", "GET /unavailable", 503, ServerPages.Unavailable.class));
		cases.add(ServerCase.failed("GET /problem", "GET /problem", 501, UnsupportedOperationException.class));
		cases.add(ServerCase.failed("GET /status/502", "GET /status/{status}", 502, ResponseStatusException.class));
		cases.add(ServerCase.failed("GET /entity/500", "GET /entity/{status}", 500));
		cases.addAll(asynchronous());
		cases.addAll(servletOnly());
		return cases;
	}

	private static List<ServerCase> asynchronous() {
		return List.of(ServerCase.fine("GET /future", "GET /future", 200),
				ServerCase.failed("GET /future-failed", "GET /future-failed", 500, IllegalStateException.class),
				ServerCase.fine("GET /mono", "GET /mono", 200),
				ServerCase.failed("GET /mono-failed", "GET /mono-failed", 500, IllegalStateException.class),
				ServerCase.fine("GET /flux", "GET /flux", 200), ServerCase.fine("GET /callable", "GET /callable", 200),
				ServerCase.failed("GET /callable-failed", "GET /callable-failed", 500, IllegalStateException.class),
				ServerCase.fine("GET /deferred", "GET /deferred", 200),
				ServerCase.failed("GET /deferred-failed", "GET /deferred-failed", 500, IllegalStateException.class),
				ServerCase.failed("GET /timeout", "GET /timeout", 503, AsyncRequestTimeoutException.class),
				ServerCase.fine("GET /timeout-answered", "GET /timeout-answered", 200),
				ServerCase.fine("GET /task", "GET /task", 200), ServerCase.fine("GET /streamed", "GET /streamed", 200),
				ServerCase.fine("GET /emitter", "GET /emitter", 200),
				ServerCase.fine("GET /raw/async", "GET /raw/*", 202));
	}

	private static List<ServerCase> servletOnly() {
		return List.of(ServerCase.fine("GET /send-error/418", "GET /send-error/{status}", 418),
				ServerCase.failed("GET /send-error/503", "GET /send-error/{status}", 503),
				ServerCase.fine("GET /forward", "GET /ok", 200), ServerCase.fine("GET /include", "GET /ok", 200),
				ServerCase.fine("GET /page", "GET /page", 200), ServerCase.fine("GET /any.do", "GET *.do", 204),
				ServerCase.callersFault("GET /noted", "GET /noted", 404, ServletPages.Noted.class),
				ServerCase.failed("GET /failed-late", "GET /failed-late", 500, IllegalStateException.class),
				ServerCase.failed("GET /filter-failed", "GET", 500, IllegalArgumentException.class));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void aRequestIsOneServerSpan(ServerCase expected) {
		TestApplication.Exchange exchange = expected.line().startsWith("POST")
				? this.application.sendBody(expected.line(), "{\"name\":\"\"}", "Content-Type", "application/json")
				: this.application.send(expected.line());
		ServerSpans.assertMatches(exchange, expected);
	}

	@Test
	void aStreamThatBreaksIsAnError() {
		ServerSpans.assertMatches(this.application.send("GET /stream-broken"),
				ServerCase.failed("GET /stream-broken", "GET /stream-broken", 500, IllegalStateException.class));
	}

	@ParameterizedTest
	@CsvSource({ "GET /conflict, handled", "POST /validated, not validated yet",
			"GET /send-error/503, sending an error", "GET /streamed, streamed", "GET /flux, last of the stream" })
	void whatIsLoggedMeanwhileHasItsIds(String line, String text) {
		this.log.clear();
		TestApplication.Exchange exchange = line.startsWith("POST")
				? this.application.sendBody(line, "{\"name\":\"\"}", "Content-Type", "application/json")
				: this.application.send(line);
		this.log.assertLoggedInside(text, exchange.server());
	}

	@ParameterizedTest
	@ValueSource(strings = { "stream-endless", "write-endless" })
	void aCallerThatLeavesInTheMiddleOfTheAnswerIsNoError(String page) throws IOException {
		String traceId = this.application.newTraceId();
		try (Socket socket = this.application.connect("GET /" + page, traceId)) {
			assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
		}
		SpanData span = this.application.spans().server(traceId);
		assertThat(span.getName()).isEqualTo("GET /" + page);
		assertThat(span.getStatus().getStatusCode()).as(span.toString()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().get(ErrorAttributes.TYPE)).isNull();
		this.log.assertLoggedInside("left " + page, span);
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@Import({ ServerPages.class, ServletPages.class, ServletPages.Raw.class })
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> leakFilter(Leaks leaks) {
			FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) -> {
				leaks.checkClean("before a request");
				// Where it throws, the ids stay for the container's line about the
				// exception
				chain.doFilter(request, response);
				leaks.checkClean("after a request");
			});
			filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
			filter.setAsyncSupported(true);
			return filter;
		}

	}

}
