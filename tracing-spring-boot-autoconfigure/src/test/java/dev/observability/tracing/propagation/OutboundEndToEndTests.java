// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What arrives with real calls to {@code 127.0.0.1}, by the host rules and by the lines
 * of the request that led to them.
 */
class OutboundEndToEndTests {

	private static final String OUTBOUND = "observability.tracing.propagation.outbound.";

	private static final String ELSEWHERE = OUTBOUND + "hosts=payments";

	private static final String OURS = "observability.tracing.observation.enabled=true";

	private static final String BOOTS = "observability.tracing.observation.enabled=false";

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

	private static final String[] LINES = { "traceparent: " + PARENT, "tracestate: a=1", "baggage: tenant=blue",
			"X-Correlation-ID: order-4711" };

	private static final String[] CLIENTS = { "rest", "template", "web" };

	private static final OutboundApplication servlet = OutboundApplication.start(WebApplicationType.SERVLET);

	private static final OutboundApplication reactive = OutboundApplication.start(WebApplicationType.REACTIVE);

	@AfterAll
	static void stop() {
		servlet.close();
		reactive.close();
	}

	@Test
	void neighboursReceiveEverything() {
		for (String client : CLIENTS) {
			assertReceivesEverything(servlet.call(client, LINES));
		}
		assertReceivesEverything(reactive.call("web", LINES));
	}

	@Test
	void neighboursReceiveEverythingFromSpringBootsHandlersToo() {
		try (OutboundApplication application = OutboundApplication.start(WebApplicationType.SERVLET, BOOTS)) {
			for (String client : CLIENTS) {
				assertReceivesEverything(application.call(client, LINES));
			}
		}
	}

	private static void assertReceivesEverything(Map<String, String> received) {
		assertThat(received).hasEntrySatisfying("traceparent", (parent) -> assertThat(parent).contains(TRACE_ID))
			.containsEntry("tracestate", "a=1")
			.containsEntry("baggage", "tenant=blue")
			.containsEntry("X-Correlation-ID", "order-4711");
	}

	@ParameterizedTest
	@ValueSource(strings = { OURS, BOOTS })
	void othersReceiveTheTraceContextOnly(String observation) {
		try (OutboundApplication application = OutboundApplication.start(WebApplicationType.SERVLET, ELSEWHERE,
				observation)) {
			for (String client : CLIENTS) {
				assertThat(application.call(client, LINES)).as(client)
					.hasEntrySatisfying("traceparent", (parent) -> assertThat(parent).contains(TRACE_ID))
					.containsEntry("tracestate", "a=1")
					.doesNotContainKeys("baggage", "X-Correlation-ID");
			}
		}
	}

	@Test
	void othersReceiveNoBaggageFromAReactiveApplicationEither() {
		try (OutboundApplication application = OutboundApplication.start(WebApplicationType.REACTIVE, ELSEWHERE)) {
			assertThat(application.call("web", LINES)).containsKeys("traceparent", "tracestate")
				.doesNotContainKeys("baggage", "X-Correlation-ID");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { OURS, BOOTS })
	void theTraceContextCanBeKeptFromThemToo(String observation) {
		try (OutboundApplication application = OutboundApplication.start(WebApplicationType.SERVLET, ELSEWHERE,
				OUTBOUND + "trace-context-hosts=payments", observation)) {
			for (String client : CLIENTS) {
				assertThat(application.call(client, LINES)).as(client)
					.doesNotContainKeys("traceparent", "tracestate", "baggage", "X-Correlation-ID");
			}
		}
	}

	@Test
	void theTraceContextCanBeKeptFromNeighboursAlone() {
		try (OutboundApplication application = OutboundApplication.start(WebApplicationType.SERVLET,
				OUTBOUND + "trace-context-hosts=payments")) {
			for (String client : CLIENTS) {
				assertThat(application.call(client, LINES)).as(client)
					.containsEntry("X-Correlation-ID", "order-4711")
					.containsEntry("baggage", "tenant=blue")
					.doesNotContainKeys("traceparent", "tracestate");
			}
		}
	}

	@Test
	void theCorrelationIdStillGoesToNeighboursWhereSpringBootReadsAndWrites() {
		try (OutboundApplication application = OutboundApplication.start(WebApplicationType.SERVLET,
				"observability.tracing.propagation.enabled=false")) {
			for (String client : CLIENTS) {
				assertThat(application.call(client, LINES)).as(client).containsEntry("X-Correlation-ID", "order-4711");
			}
		}
	}

	static List<OutboundApplication> applications() {
		return List.of(servlet, reactive);
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("applications")
	void severalLinesOfOneHeaderAreOneList(OutboundApplication application) {
		Map<String, String> received = application.call("web", "traceparent: " + PARENT, "tracestate: a=1",
				"baggage: k=v", "tracestate: b=2,c=3", "baggage: l=w");
		assertThat(received).containsEntry("tracestate", "a=1,b=2,c=3").containsEntry("baggage", "k=v,l=w");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("applications")
	void moreThanOneTraceparentRestartsTheTraceAndIsCounted(OutboundApplication application) {
		long before = application.losses().count(PropagationLoss.TRACEPARENT_REPEATED);
		Map<String, String> received = application.call("web", "traceparent: " + PARENT, "tracestate: a=1",
				"traceparent: " + PARENT);
		assertThat(received.get("traceparent")).isNotNull().doesNotContain(TRACE_ID);
		assertThat(received).doesNotContainKey("tracestate");
		assertThat(application.losses().count(PropagationLoss.TRACEPARENT_REPEATED)).isEqualTo(before + 1);
	}

}
