// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One id from the caller through two real servers: on every span, in every context, and
 * on the call between them.
 */
class CorrelationEndToEndTests {

	private static final String UNOBSERVED = "management.observations.enable.http.server.requests=false";

	private static final ConfigurableApplicationContext servlet = CorrelationApplications.servlet();

	private static final ConfigurableApplicationContext reactive = CorrelationApplications.reactive();

	private static final ConfigurableApplicationContext unobservedServlet = CorrelationApplications.servlet(UNOBSERVED);

	private static final ConfigurableApplicationContext unobservedReactive = CorrelationApplications
		.reactive(UNOBSERVED);

	private static final ConfigurableApplicationContext off = CorrelationApplications
		.servlet("observability.tracing.enabled=false", "management.opentelemetry.enabled=false");

	private static final ConfigurableApplicationContext unpropagated = CorrelationApplications
		.servlet("management.tracing.export.enabled=false");

	private static final ConfigurableApplicationContext unpropagatedReactive = CorrelationApplications
		.reactive("management.tracing.export.enabled=false");

	private static final ConfigurableApplicationContext unsampledReactive = CorrelationApplications
		.reactive("observability.tracing.sample-rate=0");

	private static final ConfigurableApplicationContext bootsHandlers = CorrelationApplications
		.servlet("observability.tracing.observation.enabled=false");

	private static final ConfigurableApplicationContext bootsHandlersReactive = CorrelationApplications
		.reactive("observability.tracing.observation.enabled=false");

	@AfterAll
	static void stop() {
		List.of(servlet, reactive, unobservedServlet, unobservedReactive, off, unpropagated, unpropagatedReactive,
				unsampledReactive, bootsHandlers, bootsHandlersReactive)
			.forEach(ConfigurableApplicationContext::close);
	}

	static List<Arguments> calls() {
		return List.of(Arguments.of(servlet, "/rest-client", reactive), Arguments.of(servlet, "/web-client", servlet),
				Arguments.of(reactive, "/web-client", servlet), Arguments.of(reactive, "/web-client", reactive));
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("calls")
	void theSentIdIsOnEverySpanOfBothServices(ConfigurableApplicationContext from, String path,
			ConfigurableApplicationContext to) {
		Trace trace = new Trace();
		RawExchange answer = trace.call(from, path, to, "X-Correlation-ID: test-correlation-123");
		assertThat(answer.body())
			.contains("test-correlation-123 test-correlation-123 " + "test-correlation-123 test-correlation-123");
		assertThat(trace.spans(from, to, 3)).hasSize(3)
			.allSatisfy((span) -> assertThat(span.getAttributes().get(CorrelationSpanProcessor.ATTRIBUTE))
				.isEqualTo("test-correlation-123"))
			.extracting(SpanData::getKind)
			.containsExactlyInAnyOrder(SpanKind.SERVER, SpanKind.CLIENT, SpanKind.SERVER);
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("calls")
	void whereNobodySentOneItIsTheTraceIdOnEverySpanOfBothServices(ConfigurableApplicationContext from, String path,
			ConfigurableApplicationContext to) {
		Trace trace = new Trace();
		RawExchange answer = trace.call(from, path, to);
		assertThat(answer.only("X-Correlation-ID")).isEqualTo(trace.id);
		assertThat(answer.body()).contains(String.join(" ", trace.id, trace.id, trace.id, trace.id));
		assertThat(trace.spans(from, to, 3)).hasSize(3)
			.allSatisfy((span) -> assertThat(span.getAttributes().get(CorrelationSpanProcessor.ATTRIBUTE))
				.isEqualTo(trace.id));
	}

	@Test
	void aHeaderThatTheApplicationSetsOnACallStays() {
		assertThat(new Trace().call(servlet, "/rest-client-own", servlet, "X-Correlation-ID: sent").body())
			.contains("sent sent own own");
	}

	@Test
	void whereRequestsAreNotObservedTheIdIsSentOnAllTheSame() {
		assertThat(new Trace().call(unobservedServlet, "/rest-client", servlet, "X-Correlation-ID: sent").body())
			.contains("sent sent sent sent");
		assertThat(new Trace().call(unobservedServlet, "/web-client", servlet, "X-Correlation-ID: sent").body())
			.contains("sent sent sent sent");
		assertThat(new Trace().call(unobservedReactive, "/web-client", servlet, "X-Correlation-ID: sent").body())
			.contains("sent sent sent sent");
	}

	@Test
	void whileTracingIsOffAnIdIsHandedOnAndNothingElseIsDone() {
		RawExchange answer = new Trace().call(off, "/rest-client", servlet, "X-Correlation-ID: sent");
		assertThat(answer.body()).endsWith("sent sent");
		assertThat(answer.headers()).doesNotContainKeys("X-Correlation-ID", "Server-Timing");
	}

	@Test
	void whileTracingIsOffNoIdIsMadeOfTheTraceOfOthers() {
		RawExchange answer = new Trace().call(off, "/rest-client-headers", servlet);
		assertThat(answer.body()).contains("traceparent=").doesNotContainIgnoringCase("X-Correlation-ID");
	}

	static List<Arguments> unpropagated() {
		return List.of(Arguments.of(unpropagated, "/rest-client"), Arguments.of(unpropagatedReactive, "/web-client"));
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("unpropagated")
	void whereSpringBootPropagatesNothingTheIdStaysHereButIsOnEverySpan(ConfigurableApplicationContext from,
			String path) {
		Trace trace = new Trace();
		RawExchange answer = trace.call(from, path, servlet, "X-Correlation-ID: sent");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("sent");
		assertThat(answer.body()).contains("sent sent ").doesNotContain("sent sent sent");
		String traceId = answer.only("Server-Timing").split("-")[1];
		assertThat(spans(from, traceId, 2)).hasSize(2)
			.allSatisfy((span) -> assertThat(span.getAttributes().get(CorrelationSpanProcessor.ATTRIBUTE))
				.isEqualTo("sent"));
	}

	@Test
	void aRequestThatIsNotRecordedHasTheIdAsWell() {
		RawExchange answer = RawExchange.get(CorrelationApplications.port(unsampledReactive), "/ok",
				"X-Correlation-ID: sent");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("sent");
		assertThat(answer.body()).contains("sent sent");
	}

	static List<ConfigurableApplicationContext> bootsHandlers() {
		return List.of(bootsHandlers, bootsHandlersReactive);
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("bootsHandlers")
	void withSpringBootsHandlersTheServerSpanHasTheIdToo(ConfigurableApplicationContext application) {
		RawExchange answer = RawExchange.get(CorrelationApplications.port(application), "/ok",
				"X-Correlation-ID: sent");
		assertThat(answer.only("X-Correlation-ID")).isEqualTo("sent");
		assertThat(answer.body()).contains("sent sent");
		assertThat(spans(application, answer.only("Server-Timing").split("-")[1], 1)).singleElement()
			.satisfies((span) -> assertThat(span.getAttributes().get(CorrelationSpanProcessor.ATTRIBUTE))
				.isEqualTo("sent"));
	}

	private static List<SpanData> spans(ConfigurableApplicationContext application, String traceId, int count) {
		return await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> finished(application, traceId).toList(), (spans) -> spans.size() >= count);
	}

	private static Stream<SpanData> finished(ConfigurableApplicationContext application, String traceId) {
		return application.getBean(CorrelationApplications.Spans.class)
			.exporter()
			.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getTraceId().equals(traceId));
	}

	/** A trace that the caller began, so that tests do not see each other's spans. */
	private static final class Trace {

		private final String id = IdGenerator.random().generateTraceId();

		RawExchange call(ConfigurableApplicationContext from, String path, ConfigurableApplicationContext to,
				String... lines) {
			String[] all = Arrays.copyOf(lines, lines.length + 1);
			all[lines.length] = "traceparent: 00-" + this.id + "-00f067aa0ba902b7-01";
			RawExchange answer = RawExchange.get(CorrelationApplications.port(from),
					path + "?to=http://127.0.0.1:" + CorrelationApplications.port(to) + "/ok", all);
			assertThat(answer.status()).isEqualTo(200);
			return answer;
		}

		List<SpanData> spans(ConfigurableApplicationContext one, ConfigurableApplicationContext other, int count) {
			return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
				Stream<SpanData> spans = finished(one, this.id);
				return ((one != other) ? Stream.concat(spans, finished(other, this.id)) : spans).toList();
			}, (spans) -> spans.size() >= count);
		}

	}

}
