// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.Map;

import dev.observability.tracing.propagation.InboundPolicies.Route;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

import static org.assertj.core.api.Assertions.assertThat;

class InboundPoliciesTests {

	private static final InboundPolicies POLICIES = new InboundPolicies(InboundPolicy.IGNORE_SAMPLED,
			InboundPolicy.CONTINUE, List.of(new Route(PathRule.of("/partners/old"), InboundPolicy.RESTART_WITH_LINK),
					new Route(PathRule.of("/partners/**"), InboundPolicy.CONTINUE)),
			null);

	@Test
	void theFirstRouteThatMatchesDecides() {
		assertThat(POLICIES.of(servlet("/partners/old"))).isEqualTo(InboundPolicy.RESTART_WITH_LINK);
		assertThat(POLICIES.of(servlet("/partners/new"))).isEqualTo(InboundPolicy.CONTINUE);
		assertThat(POLICIES.of(servlet("/orders"))).isEqualTo(InboundPolicy.IGNORE_SAMPLED);
	}

	@Test
	void requestsOfBothKindsOfServersAreKnownBareAndObserved() {
		for (Object request : List.of(servlet("/partners/new"), reactive("/partners/new"))) {
			assertThat(POLICIES.of(request)).isEqualTo(InboundPolicy.CONTINUE);
			assertThat(POLICIES.of(observed(Kind.SERVER, request))).isEqualTo(InboundPolicy.CONTINUE);
		}
		assertThat(POLICIES.of(observed(Kind.SERVER, reactive("/partners/old"))))
			.isEqualTo(InboundPolicy.RESTART_WITH_LINK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/partners/../orders", "/partners/./new", "/partners/new;a=b", "/partners/%6Eew",
			"/partners\\new", "//partners/new", "/orders/../partners/new", "/orders/%2e%2e/x" })
	void aPathWithTwoReadingsIsTreatedByTheStrictestPolicy(String path) {
		assertThat(POLICIES.of(servlet(path))).isEqualTo(InboundPolicy.RESTART_WITH_LINK);
	}

	@Test
	void rulesAreWrittenForPathsWithinTheApplication() {
		MockHttpServletRequest servlet = servlet("/shop/partners/new");
		servlet.setContextPath("/shop");
		assertThat(POLICIES.of(servlet)).isEqualTo(InboundPolicy.CONTINUE);
		assertThat(POLICIES.of(MockServerHttpRequest.get("/shop/partners/new").contextPath("/shop").build()))
			.isEqualTo(InboundPolicy.CONTINUE);
		assertThat(POLICIES.of(servlet("/shop/partners/new"))).isEqualTo(InboundPolicy.IGNORE_SAMPLED);
	}

	@Test
	void aPrefixThatACallerMakesUpLeadsToNoOtherRule() throws Exception {
		MockHttpServletRequest servlet = servlet("/orders");
		servlet.addHeader("X-Forwarded-Prefix", "/partners");
		MockFilterChain chain = new MockFilterChain();
		new ForwardedHeaderFilter().doFilter(servlet, new MockHttpServletResponse(), chain);
		assertThat(POLICIES.of(chain.getRequest())).isEqualTo(InboundPolicy.IGNORE_SAMPLED);
		MockServerHttpRequest reactive = MockServerHttpRequest.get("/orders")
			.header("X-Forwarded-Prefix", "/partners")
			.build();
		assertThat(POLICIES.of(new ForwardedHeaderTransformer().apply(reactive)))
			.isEqualTo(InboundPolicy.IGNORE_SAMPLED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "", "partners/new" })
	void whatIsNoPathIsTreatedByTheStrictestPolicy(String path) {
		assertThat(POLICIES.of(servlet(path))).isEqualTo(InboundPolicy.RESTART_WITH_LINK);
	}

	@Test
	void withoutRoutesAPathMayHaveTwoReadings() {
		InboundPolicies policies = new InboundPolicies(InboundPolicy.IGNORE_SAMPLED, InboundPolicy.CONTINUE, List.of(),
				null);
		assertThat(policies.of(servlet("/orders/%20"))).isEqualTo(InboundPolicy.IGNORE_SAMPLED);
	}

	@Test
	void messagesHaveAPolicyOfTheirOwn() {
		assertThat(POLICIES.of(observed(Kind.CONSUMER, "a record"))).isEqualTo(InboundPolicy.CONTINUE);
		InboundPolicies strict = new InboundPolicies(InboundPolicy.CONTINUE, InboundPolicy.RESTART_WITH_LINK, List.of(),
				null);
		assertThat(strict.of(observed(Kind.CONSUMER, "a record"))).isEqualTo(InboundPolicy.RESTART_WITH_LINK);
		assertThat(strict.of(servlet("/orders"))).isEqualTo(InboundPolicy.CONTINUE);
	}

	@Test
	void aServerThatIsNotOfHttpHasThePolicyOfAll() {
		assertThat(POLICIES.of(observed(Kind.SERVER, "a call"))).isEqualTo(InboundPolicy.IGNORE_SAMPLED);
	}

	@Test
	void codeThatReadsFromACarrierOfItsOwnHasDecided() {
		assertThat(POLICIES.of(Map.of())).isEqualTo(InboundPolicy.CONTINUE);
		assertThat(POLICIES.of(null)).isEqualTo(InboundPolicy.CONTINUE);
	}

	@Test
	void whomTheApplicationTrustsGoesOnOnEveryRoute() {
		InboundPolicies policies = new InboundPolicies(InboundPolicy.RESTART_WITH_LINK, InboundPolicy.CONTINUE,
				List.of(), MockHttpServletRequest.class::isInstance);
		assertThat(policies.of(observed(Kind.SERVER, servlet("/a/../b")))).isEqualTo(InboundPolicy.CONTINUE);
		assertThat(policies.of(reactive("/orders"))).isEqualTo(InboundPolicy.RESTART_WITH_LINK);
	}

	private static MockHttpServletRequest servlet(String path) {
		return new MockHttpServletRequest("GET", path);
	}

	private static MockServerHttpRequest reactive(String path) {
		return MockServerHttpRequest.get(path).build();
	}

	private static ReceiverContext<Object> observed(Kind kind, @Nullable Object carrier) {
		ReceiverContext<Object> context = new ReceiverContext<>((from, key) -> null, kind);
		if (carrier != null) {
			context.setCarrier(carrier);
		}
		return context;
	}

}
