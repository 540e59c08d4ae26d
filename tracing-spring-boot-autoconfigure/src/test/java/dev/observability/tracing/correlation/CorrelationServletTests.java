// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real Tomcat answers.
 */
@ExtendWith(OutputCaptureExtension.class)
class CorrelationServletTests {

	private static final String SERVER_TIMING = "trace;desc=00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]";

	private static final ConfigurableApplicationContext application = CorrelationApplications
		.servlet("observability.tracing.correlation.trace-id-header=true");

	private static final ConfigurableApplicationContext unobserved = CorrelationApplications
		.servlet("management.observations.enable.http.server.requests=false");

	@AfterAll
	static void stop() {
		application.close();
		unobserved.close();
	}

	@ParameterizedTest
	@CsvSource({ "/ok,200", "/committed,200", "/send-error,409", "/throw,500", "/status,409", "/callable,200",
			"/callable-throws,500", "/stream,200", "/reset,200", "/nowhere,404", "/problem,409" })
	void everyAnswerHasTheSentIdAndTheTraceOnce(String path, int status) {
		RawExchange answer = get(path, "X-Correlation-ID: test-correlation-123");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("test-correlation-123");
		assertThat(answer.only("Server-Timing")).matches(SERVER_TIMING).contains(answer.only("X-Trace-Id"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok", "/send-error", "/throw", "/callable", "/stream", "/reset", "/nowhere" })
	void whereNobodySentAnIdItIsTheTraceId(String path) {
		RawExchange answer = get(path);
		assertThat(answer.only("X-Correlation-ID")).matches("[0-9a-f]{32}").isEqualTo(answer.only("X-Trace-Id"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "OPTIONS", "POST", "DELETE" })
	void everyMethodIsAnsweredWithIt(String method) {
		RawExchange answer = RawExchange.send(CorrelationApplications.port(application), method, "/ok",
				"X-Correlation-ID: sent", "Content-Length: 0");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("sent");
		assertThat(answer.only("Server-Timing")).matches(SERVER_TIMING);
	}

	@Test
	void theTraceIsTheOneThatTheCallerSent() {
		RawExchange answer = get("/ok", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
		assertThat(answer.only("Server-Timing")).startsWith("trace;desc=00-4bf92f3577b34da6a3ce929d0e0e4736-")
			.doesNotContain("00f067aa0ba902b7");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
	}

	@Test
	void theHandlerAndItsLogLinesHaveTheIdOnEveryThread() {
		assertThat(get("/ok", "X-Correlation-ID: sent").body()).isEqualTo("sent sent");
		assertThat(get("/callable", "X-Correlation-ID: sent").body()).contains("sent sent");
		RawExchange unsent = get("/ok");
		String id = unsent.only("X-Correlation-ID");
		assertThat(unsent.body()).isEqualTo(id + " " + id);
	}

	@ParameterizedTest
	@CsvSource({ "/add-number,4711", "/add-date,'Thu, 01 Jan 1970 00:00:00 GMT'" })
	void aNumberOrDateThatTheApplicationAddsReplacesOurs(String path, String value) {
		RawExchange answer = get(path, "X-Correlation-ID: sent");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo(value);
		assertThat(answer.all("X-Other")).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/entity", "/add", "/set" })
	void whatTheApplicationSetsStays(String path) {
		RawExchange answer = get(path, "X-Correlation-ID: sent");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("own");
		assertThat(answer.all("Server-Timing")).hasSize(2)
			.contains("db;dur=1")
			.anyMatch((v) -> v.matches(SERVER_TIMING));
		if (path.equals("/set")) {
			assertThat(answer.all("X-Other")).containsExactly("1", "2");
		}
	}

	@Test
	void aResetTakesAllHeadersButOurs() {
		assertThat(get("/reset").headers()).doesNotContainKey("X-Other").containsKey("X-Correlation-ID");
	}

	@Test
	void furtherNamesAndAnyCaseAreRead() {
		assertThat(get("/ok", "x-request-id: other").only("X-Correlation-ID")).isEqualTo("other");
		assertThat(get("/ok", "x-CORRELATION-id: any").only("X-Correlation-ID")).isEqualTo("any");
		assertThat(get("/ok", "X-Request-ID: second", "X-Correlation-ID: first").only("X-Correlation-ID"))
			.isEqualTo("first");
	}

	@Test
	void theFirstValidLineWins() {
		assertThat(get("/ok", "X-Correlation-ID: n o", "X-Correlation-ID: one", "X-Correlation-ID: two")
			.only("X-Correlation-ID")).isEqualTo("one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "two words", "a,b", "<script>alert(1)</script>", "\u00e9t\u00e9", "\ud83d\ude00",
			"${jndi:ldap://127.0.0.1/x}", "x\tInjected: 1", "%0d%0aSet-Cookie:%20x" })
	void whatIsNoIdIsReplacedByTheTraceIdAndNeverShown(String value, CapturedOutput output) {
		RawExchange answer = get("/ok", "X-Correlation-ID: " + value);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.only("X-Correlation-ID")).isEqualTo(answer.only("X-Trace-Id"));
		if (!value.isEmpty()) {
			assertThat(output.getAll()).doesNotContain(value);
			assertThat(answer.toString()).doesNotContain(value);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 129, 4_000, 65_536 })
	void aHugeValueIsNeverEchoed(int length) {
		RawExchange answer = get("/ok", "X-Correlation-ID: " + "x".repeat(length));
		assertThat(answer.toString()).doesNotContain("x".repeat(129));
		// Tomcat itself refuses what is beyond its limit
		assertThat(answer.status()).isEqualTo((length < 8_000) ? 200 : 400);
	}

	@Test
	void aLineBreakInAValueSplitsNoAnswer() {
		RawExchange answer = get("/ok", "X-Correlation-ID: a\r\n Set-Cookie: injected=1");
		assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
		assertThat(get("/ok", "X-Correlation-ID: a\rSet-Cookie: injected=1").headers()).doesNotContainKey("Set-Cookie");
	}

	@Test
	void countsEachReplacedValueOnce() {
		MeterRegistry registry = application.getBean(MeterRegistry.class);
		double before = replaced(registry);
		get("/ok", "X-Correlation-ID: two words");
		assertThat(replaced(registry) - before).isOne();
		MeterRegistry other = unobserved.getBean(MeterRegistry.class);
		double otherBefore = replaced(other);
		RawExchange.get(CorrelationApplications.port(unobserved), "/ok", "X-Correlation-ID: two words");
		assertThat(replaced(other) - otherBefore).isOne();
	}

	@Test
	void requestsAtTheSameTimeDoNotMix() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		Set<String> wrong = ConcurrentHashMap.newKeySet();
		List<? extends Future<?>> requests = IntStream.range(0, 200).mapToObj((i) -> executor.submit(() -> {
			RawExchange answer = get((i % 2 == 0) ? "/ok" : "/callable", "X-Correlation-ID: id-" + i);
			if (!answer.only("X-Correlation-ID").equals("id-" + i) || !answer.body().contains("id-" + i + " id-" + i)) {
				wrong.add(answer.toString());
			}
		})).toList();
		for (Future<?> request : requests) {
			request.get();
		}
		executor.shutdown();
		assertThat(wrong).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/ok,200", "/callable,200", "/stream,200", "/throw,500", "/nowhere,404", "/reset,200" })
	void whereRequestsAreNotObservedTheIdIsEchoedAndThereIsNoTrace(String path, int status) {
		RawExchange answer = RawExchange.get(CorrelationApplications.port(unobserved), path, "X-Correlation-ID: sent");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("sent");
		assertThat(answer.all("Server-Timing")).isEmpty();
	}

	@Test
	void whereRequestsAreNotObservedTheHandlerAndItsLogLinesHaveTheId() {
		int port = CorrelationApplications.port(unobserved);
		assertThat(RawExchange.get(port, "/ok", "X-Correlation-ID: sent").body()).isEqualTo("sent sent");
		RawExchange unsent = RawExchange.get(port, "/ok");
		String id = unsent.only("X-Correlation-ID");
		assertThat(id).matches("[0-9a-f]{32}");
		assertThat(unsent.body()).isEqualTo(id + " " + id);
		assertThat(RawExchange.get(port, "/ok").only("X-Correlation-ID")).isNotEqualTo(id);
	}

	private static RawExchange get(String path, String... lines) {
		return RawExchange.get(CorrelationApplications.port(application), path, lines);
	}

	private static double replaced(MeterRegistry registry) {
		return registry.get("tracing.correlation.replaced").tag("reason", "characters").functionCounter().count();
	}

}
