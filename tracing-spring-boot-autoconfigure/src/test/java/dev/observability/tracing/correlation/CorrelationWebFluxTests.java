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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real Netty answers.
 */
class CorrelationWebFluxTests {

	private static final String SERVER_TIMING = "trace;desc=00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]";

	private static final ConfigurableApplicationContext application = CorrelationApplications
		.reactive("observability.tracing.correlation.trace-id-header=X-My-Trace");

	private static final ConfigurableApplicationContext unobserved = CorrelationApplications
		.reactive("management.observations.enable.http.server.requests=false");

	@AfterAll
	static void stop() {
		application.close();
		unobserved.close();
	}

	@ParameterizedTest
	@CsvSource({ "/ok,200", "/elsewhere,200", "/committed,200", "/throw,500", "/nowhere,404", "/problem,409" })
	void everyAnswerHasTheSentIdAndTheTraceOnce(String path, int status) {
		RawExchange answer = get(path, "X-Correlation-ID: test-correlation-123");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("test-correlation-123");
		assertThat(answer.only("Server-Timing")).matches(SERVER_TIMING).contains(answer.only("X-My-Trace"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok", "/elsewhere", "/committed", "/throw", "/nowhere" })
	void whereNobodySentAnIdItIsTheTraceId(String path) {
		RawExchange answer = get(path);
		assertThat(answer.only("X-Correlation-ID")).matches("[0-9a-f]{32}").isEqualTo(answer.only("X-My-Trace"));
	}

	@Test
	void aHeadRequestIsAnsweredWithIt() {
		RawExchange answer = RawExchange.send(CorrelationApplications.port(application), "HEAD", "/ok",
				"X-Correlation-ID: sent");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("sent");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok", "/elsewhere" })
	void theHandlerAndItsLogLinesHaveTheIdOnEveryThread(String path) {
		assertThat(get(path, "X-Correlation-ID: sent").body()).contains("sent sent");
		RawExchange unsent = get(path);
		String id = unsent.only("X-Correlation-ID");
		assertThat(unsent.body()).contains(id + " " + id);
	}

	@Test
	void whatTheApplicationSetsStays() {
		RawExchange answer = get("/entity", "X-Correlation-ID: sent");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("own");
		assertThat(answer.all("Server-Timing")).hasSize(2)
			.contains("db;dur=1")
			.anyMatch((v) -> v.matches(SERVER_TIMING));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "two words", "a,b", "<script>", "${jndi:ldap://127.0.0.1/x}", "%0d%0aSet-Cookie:%20x" })
	void whatIsNoIdIsReplacedByTheTraceId(String value) {
		RawExchange answer = get("/ok", "X-Correlation-ID: " + value);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.only("X-Correlation-ID")).isEqualTo(answer.only("X-My-Trace"));
	}

	@Test
	void theFirstValidLineWins() {
		assertThat(get("/ok", "X-Correlation-ID: n o", "X-Correlation-ID: one", "X-Correlation-ID: two")
			.only("X-Correlation-ID")).isEqualTo("one");
	}

	@Test
	void countsEachReplacedValueOnce() {
		for (ConfigurableApplicationContext each : List.of(application, unobserved)) {
			MeterRegistry registry = each.getBean(MeterRegistry.class);
			double before = replaced(registry);
			RawExchange.get(CorrelationApplications.port(each), "/ok", "X-Correlation-ID: two words");
			assertThat(replaced(registry) - before).isOne();
		}
	}

	@Test
	void requestsAtTheSameTimeDoNotMix() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		Set<String> wrong = ConcurrentHashMap.newKeySet();
		List<? extends Future<?>> requests = IntStream.range(0, 200).mapToObj((i) -> executor.submit(() -> {
			ConfigurableApplicationContext asked = (i % 3 == 0) ? unobserved : application;
			RawExchange answer = RawExchange.get(CorrelationApplications.port(asked),
					(i % 2 == 0) ? "/ok" : "/elsewhere", "X-Correlation-ID: id-" + i);
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
	@CsvSource({ "/ok,200", "/elsewhere,200", "/throw,500", "/nowhere,404" })
	void whereRequestsAreNotObservedTheIdIsEchoedAndThereIsNoTrace(String path, int status) {
		RawExchange answer = RawExchange.get(CorrelationApplications.port(unobserved), path, "X-Correlation-ID: sent");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("sent");
		assertThat(answer.all("Server-Timing")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok", "/elsewhere" })
	void whereRequestsAreNotObservedTheHandlerAndItsLogLinesHaveTheId(String path) {
		int port = CorrelationApplications.port(unobserved);
		assertThat(RawExchange.get(port, path, "X-Correlation-ID: sent").body()).contains("sent sent");
		RawExchange unsent = RawExchange.get(port, path);
		String id = unsent.only("X-Correlation-ID");
		assertThat(id).matches("[0-9a-f]{32}");
		assertThat(unsent.body()).contains(id + " " + id);
	}

	private static RawExchange get(String path, String... lines) {
		return RawExchange.get(CorrelationApplications.port(application), path, lines);
	}

	private static double replaced(MeterRegistry registry) {
		return registry.get("tracing.correlation.replaced").tag("reason", "characters").functionCounter().count();
	}

}
