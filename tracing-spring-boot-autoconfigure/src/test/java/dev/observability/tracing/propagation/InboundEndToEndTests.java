// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the traces and the baggage of callers, over a socket to a real Tomcat
 * and a real Netty.
 */
class InboundEndToEndTests {

	private static final String INBOUND = "observability.tracing.propagation.inbound.";

	private static final String EDGE = INBOUND + "edge=true";

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String SPAN_ID = "00f067aa0ba902b7";

	private static final String SAMPLED = "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	private static final String NOT_SAMPLED = "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID + "-00";

	private static final String[] REST = { "tracestate: vendor=1", "baggage: tenant=blue",
			"X-Correlation-ID: order-4711" };

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aTraceGoesOnWithItsBaggageByDefault(WebApplicationType type) {
		try (InboundApplication application = InboundApplication.start(type)) {
			assertThat(application.get("/orders", with(SAMPLED))).containsEntry("tracestate", "vendor=1")
				.containsEntry("baggage", "tenant=blue")
				.hasEntrySatisfying("traceparent", (parent) -> assertThat(parent).contains(TRACE_ID).endsWith("-01"));
			SpanData server = only(application.spans());
			assertThat(server.getTraceId()).isEqualTo(TRACE_ID);
			assertThat(server.getParentSpanId()).isEqualTo(SPAN_ID);
			assertThat(server.getLinks()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void atTheEdgeANewTraceLinksToTheCallers(WebApplicationType type) {
		try (InboundApplication application = InboundApplication.start(type, EDGE)) {
			Map<String, String> sent = application.get("/orders", with(SAMPLED));
			assertThat(sent).doesNotContainKeys("tracestate", "baggage")
				.containsEntry("X-Correlation-ID", "order-4711")
				.hasEntrySatisfying("traceparent", (parent) -> assertThat(parent).doesNotContain(TRACE_ID));
			assertThat(application.count(PropagationLoss.TRACE_UNTRUSTED)).isEqualTo(1);
			assertThat(application.count(PropagationLoss.BAGGAGE_UNTRUSTED)).isEqualTo(1);
			SpanData server = only(application.spans());
			assertThat(server.getTraceId()).isNotEqualTo(TRACE_ID);
			assertThat(server.getParentSpanContext().isValid()).isFalse();
			assertThat(server.getLinks()).singleElement().satisfies((link) -> {
				SpanContext caller = link.getSpanContext();
				assertThat(caller.getTraceId()).isEqualTo(TRACE_ID);
				assertThat(caller.getSpanId()).isEqualTo(SPAN_ID);
				assertThat(caller.getTraceState().isEmpty()).isTrue();
			});
		}
	}

	@Test
	void atTheEdgeB3IsNoWayIn() {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET, EDGE)) {
			application.get("/orders", "b3: " + TRACE_ID + "-" + SPAN_ID + "-1");
			SpanData server = only(application.spans());
			assertThat(server.getTraceId()).isNotEqualTo(TRACE_ID);
			assertThat(server.getLinks()).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void atTheEdgeACallerWithoutATraceLeavesNoLink(WebApplicationType type) {
		try (InboundApplication application = InboundApplication.start(type, EDGE)) {
			application.get("/orders");
			application.get("/orders", "traceparent: 00-broken");
			assertThat(application.count(PropagationLoss.TRACE_UNTRUSTED)).isZero();
			assertThat(application.spans()).hasSize(2).allSatisfy((span) -> assertThat(span.getLinks()).isEmpty());
		}
	}

	@Test
	void atTheEdgeTheHandlersOfSpringBootRestartToo() {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET, EDGE,
				"observability.tracing.observation.enabled=false")) {
			assertThat(application.get("/orders", with(SAMPLED))).doesNotContainKeys("tracestate", "baggage");
			assertThat(only(application.spans()).getTraceId()).isNotEqualTo(TRACE_ID);
		}
	}

	@Test
	void atTheEdgeNothingIsPassedOnWhileTracingIsOff() {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET, EDGE,
				"observability.tracing.enabled=false")) {
			assertThat(application.get("/orders", with(SAMPLED))).doesNotContainKeys("traceparent", "tracestate",
					"baggage");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aRouteHasAPolicyOfItsOwnButNoDetourHasIt(WebApplicationType type) {
		try (InboundApplication application = InboundApplication.start(type, EDGE,
				INBOUND + "rules[0].path=/partners/**", INBOUND + "rules[0].policy=continue")) {
			assertThat(application.get("/partners/orders", with(SAMPLED))).containsEntry("baggage", "tenant=blue")
				.hasEntrySatisfying("traceparent", (parent) -> assertThat(parent).contains(TRACE_ID));
			assertThat(application.get("/orders", with(SAMPLED))).doesNotContainKey("baggage");
			List<String> detours = List.of("/partners/../orders", "/partners/%2e%2e/orders",
					"/partners/;a=b/../../orders", "/partners//../orders", "//partners/orders");
			for (String path : detours) {
				RawRequest.get(application.port(), path, List.of(SAMPLED));
			}
			assertThat(application.spans()).hasSizeGreaterThan(2)
				.filteredOn((span) -> span.getTraceId().equals(TRACE_ID))
				.hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whatTheApplicationStandsBelowIsNoPartOfARule(WebApplicationType type) {
		try (InboundApplication application = InboundApplication.start(type, EDGE, "server.servlet.context-path=/shop",
				"spring.webflux.base-path=/shop", INBOUND + "rules[0].path=/partners/**",
				INBOUND + "rules[0].policy=continue")) {
			assertThat(application.get("/shop/partners/orders", with(SAMPLED))).containsEntry("baggage", "tenant=blue");
			assertThat(application.get("/shop/orders", with(SAMPLED))).isNotEmpty().doesNotContainKey("baggage");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whoDoesNotDecideIsNotRecordedByItsFlag(WebApplicationType type) {
		try (InboundApplication application = InboundApplication.start(type, INBOUND + "policy=ignore-sampled",
				INBOUND + "sampled-per-second=0", "observability.tracing.sample-rate=0")) {
			assertThat(application.get("/orders", with(SAMPLED))).doesNotContainKey("baggage")
				.hasEntrySatisfying("traceparent", (parent) -> assertThat(parent).contains(TRACE_ID).endsWith("-00"));
			assertThat(application.count(PropagationLoss.SAMPLED_UNTRUSTED)).isEqualTo(1);
			assertThat(application.count(PropagationLoss.BAGGAGE_UNTRUSTED)).isEqualTo(1);
			assertThat(application.spans()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "b3: " + TRACE_ID + "-" + SPAN_ID + "-d",
			"X-B3-TraceId: " + TRACE_ID + "\r\nX-B3-SpanId: " + SPAN_ID + "\r\nX-B3-Flags: 1" })
	void whoDoesNotDecideForcesNoServiceBehindByTheDebugFlagOfB3(String b3) {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET,
				INBOUND + "policy=ignore-sampled", INBOUND + "sampled-per-second=0",
				"observability.tracing.sample-rate=0", "management.tracing.propagation.produce=b3,b3_multi")) {
			assertThat(application.get("/orders", b3))
				.hasEntrySatisfying("b3", (sent) -> assertThat(sent).startsWith(TRACE_ID).endsWith("-0"))
				.containsEntry("X-B3-Sampled", "0")
				.doesNotContainKey("X-B3-Flags");
		}
	}

	@Test
	void whoDoesNotDecideIsNotRecordedByTheHandlersOfSpringBootEither() {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET,
				INBOUND + "policy=ignore-sampled", INBOUND + "sampled-per-second=0",
				"observability.tracing.sample-rate=0", "observability.tracing.observation.enabled=false")) {
			assertThat(application.get("/orders", with(SAMPLED))).doesNotContainKey("baggage")
				.hasEntrySatisfying("traceparent", (parent) -> assertThat(parent).contains(TRACE_ID).endsWith("-00"));
			assertThat(application.spans()).isEmpty();
		}
	}

	@Test
	void whoChoosesTheTraceIdDoesNotDecideEither() {
		int requests = 60;
		// Both ends of what samplers compare with their share
		List<String> ids = List.of("4bf92f3577b34da60000000000000001", "4bf92f3577b34da67fffffffffffffff");
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET,
				INBOUND + "policy=ignore-sampled", INBOUND + "sampled-per-second=0",
				"observability.tracing.sample-rate=0.5")) {
			for (int i = 0; i < requests; i++) {
				for (String id : ids) {
					application.get("/orders", "traceparent: 00-" + id + "-" + SPAN_ID + "-01");
				}
			}
			Map<String, Long> recorded = application.spans()
				.stream()
				.collect(Collectors.groupingBy(SpanData::getTraceId, Collectors.counting()));
			assertThat(recorded).containsOnlyKeys(ids)
				.allSatisfy((id, spans) -> assertThat(spans).isLessThan(requests));
		}
	}

	@Test
	void whoDoesNotDecideCannotHideByItsFlag() {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET,
				INBOUND + "policy=ignore-sampled")) {
			application.get("/orders", with(NOT_SAMPLED));
			SpanData server = only(application.spans());
			assertThat(server.getTraceId()).isEqualTo(TRACE_ID);
			assertThat(server.getParentSpanId()).isEqualTo(SPAN_ID);
		}
	}

	@Test
	void someFlagsAreObeyedAllTheSame() {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET,
				INBOUND + "policy=ignore-sampled", INBOUND + "sampled-per-second=100",
				"observability.tracing.sample-rate=0")) {
			application.get("/orders", with(SAMPLED));
			assertThat(only(application.spans()).getTraceId()).isEqualTo(TRACE_ID);
		}
	}

	@Test
	void whoDoesNotDecideIsRestartedWhereNoSamplerOfOursDecides() {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET,
				INBOUND + "policy=ignore-sampled", "observability.tracing.sampling.enabled=false")) {
			application.get("/orders", with(SAMPLED));
			assertThat(only(application.spans()).getTraceId()).isNotEqualTo(TRACE_ID);
		}
	}

	@Test
	void messagesHaveAPolicyOfTheirOwn() {
		try (InboundApplication application = InboundApplication.start(WebApplicationType.SERVLET,
				INBOUND + "messages=restart-with-link")) {
			assertThat(application.get("/orders", with(SAMPLED))).containsEntry("baggage", "tenant=blue");
			application.receive(Map.of("traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-01", "baggage", "k=v"));
			assertThat(application.count(PropagationLoss.BAGGAGE_UNTRUSTED)).isEqualTo(1);
			SpanData message = only(application.spans().stream().filter((span) -> !span.getLinks().isEmpty()).toList());
			assertThat(message.getKind()).isEqualTo(SpanKind.CONSUMER);
			assertThat(message.getTraceId()).isNotEqualTo(TRACE_ID);
			assertThat(message.getLinks().get(0).getSpanContext().getSpanId()).isEqualTo(SPAN_ID);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theApplicationKnowsWhomToTrust(WebApplicationType type) {
		Class<?>[] sources = { InboundApplication.Service.class, TrustConfiguration.class };
		try (InboundApplication application = InboundApplication.start(type, sources, EDGE)) {
			assertThat(application.get("/orders", SAMPLED, "baggage: tenant=blue", "X-Proof: proven"))
				.containsEntry("baggage", "tenant=blue");
			assertThat(application.get("/orders", SAMPLED, "baggage: tenant=blue")).doesNotContainKey("baggage");
			assertThat(application.get("/orders", SAMPLED, "baggage: tenant=blue", "X-Proof: fail")).isNotEmpty()
				.doesNotContainKey("baggage");
			assertThat(application.count(PropagationLoss.FAILED)).isEqualTo(1);
		}
	}

	private static String[] with(String parent) {
		return new String[] { parent, REST[0], REST[1], REST[2] };
	}

	private static SpanData only(List<SpanData> spans) {
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	/** Trusts who brings a proof. */
	@Configuration(proxyBeanMethods = false)
	static class TrustConfiguration {

		@Bean
		static InboundTrust trust() {
			return (request) -> {
				String proof = (request instanceof HttpServletRequest http) ? http.getHeader("X-Proof")
						: ((ServerHttpRequest) request).getHeaders().getFirst("X-Proof");
				if ("fail".equals(proof)) {
					throw new IllegalStateException("no proof");
				}
				return "proven".equals(proof);
			};
		}

	}

}
