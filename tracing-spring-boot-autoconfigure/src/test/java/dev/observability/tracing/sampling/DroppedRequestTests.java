// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

class DroppedRequestTests {

	private static final String[] REQUEST = { "by hand", "observed", "GET /orders" };

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void leavesNoSpanOfAnActuatorEndpointAndOfWhatHappensBelow(WebApplicationType type) {
		assertThat(SamplingApplication.start(type).get("/actuator/work").get("/orders").spans())
			.containsExactlyInAnyOrder(REQUEST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "always-on", "trace-id-ratio", "parent-based-always-on" })
	void leavesNoRootsBehindWhateverSamplerIsChosen(String sampler) {
		assertThat(SamplingApplication
			.start(WebApplicationType.SERVLET, "management.opentelemetry.tracing.sampler=" + sampler)
			.get("/actuator/work")
			.get("/orders")
			.spans()).containsExactlyInAnyOrder(REQUEST);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void leavesOutStaticResourcesAndListedPaths(WebApplicationType type) {
		assertThat(SamplingApplication.start(type, "observability.tracing.sampling.drop.paths=/internal/**")
			.get("/site.css")
			.get("/favicon.ico")
			.get("/internal/orders")
			.get("/orders")
			.spans()).containsExactlyInAnyOrder(REQUEST);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void knowsTheContextPathAndTheBasePathOfEndpoints(WebApplicationType type) {
		assertThat(SamplingApplication
			.start(type, "server.servlet.context-path=/shop", "spring.webflux.base-path=/shop",
					"management.endpoints.web.base-path=/manage",
					"observability.tracing.sampling.drop.paths=/internal/orders")
			.get("/shop/manage/work")
			.get("/shop/internal/orders")
			.get("/shop/orders")
			.spans()).containsExactlyInAnyOrder("by hand", "observed", "GET /shop/orders");
	}

	@Test
	void tracesNothingOfAManagementServer() {
		assertThat(SamplingApplication
			.startAt("local.management.port", WebApplicationType.SERVLET, "management.server.address=127.0.0.1",
					"management.server.port=0", "management.server.base-path=/admin",
					"observability.tracing.sampling.drop.static-resources=false")
			.get("/admin/actuator/health")
			.spans()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tracesAllWhenSwitchedOff(WebApplicationType type) {
		assertThat(SamplingApplication
			.start(type, "observability.tracing.sampling.drop.actuator=false",
					"observability.tracing.sampling.drop.static-resources=false")
			.get("/actuator/work")
			.get("/site.css")
			.spans()).contains("by hand", "observed", "GET /actuator/work", "GET /**");
	}

}
