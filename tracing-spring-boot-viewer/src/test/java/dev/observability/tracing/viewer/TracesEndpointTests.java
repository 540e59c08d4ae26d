// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import javax.management.ObjectName;

import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.Spans;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TracesEndpoint}.
 */
class TracesEndpointTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	private static final String READ_ONLY = "management.endpoint.traces.access=read-only";

	private static final String UNRESTRICTED = "management.endpoint.traces.access=unrestricted";

	private static final String[] ON_MANAGEMENT = { ENABLED, UNRESTRICTED, "management.server.port=0",
			"management.server.address=127.0.0.1" };

	private static int management(ViewerApp app) {
		return app.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
	}

	private static int count(String body) {
		return body.split("\"droppedLogs\"", -1).length - 1;
	}

	private static void assertAnswers(ViewerApp app, int port) {
		Ring ring = app.context().getBean(Ring.class);
		ring.clear();
		ring.span(Spans.of(1).failed("GET /größe"));
		ring.span(Spans.of(2)
			.span(1, 0, "GET /fine", 0, 2000, 0, new FieldsBuilder().put("user", "Ada").put("shop", "x").build()));
		HttpResponse<String> list = ViewerApp.send("GET", port, "/actuator/traces", "");
		assertThat(list.statusCode()).isEqualTo(200);
		assertThat(list.headers().firstValue("Content-Type").orElse("")).contains("json");
		assertThat(list.body()).startsWith("{\"sequence\":").contains("GET /größe", "GET /fine", "\"total\":2");
		assertFilters(port);
		HttpResponse<String> trace = ViewerApp.send("GET", port, "/actuator/traces/" + Spans.of(1).trace(), "");
		assertThat(trace.statusCode()).isEqualTo(200);
		assertThat(trace.body()).contains("\"resourceSpans\":[", "GET /größe", "\"resourceLogs\":[");
		assertThat(ViewerApp.send("DELETE", port, "/actuator/traces", "").statusCode()).isEqualTo(204);
		assertThat(ring.find(Spans.of(1).trace())).isNull();
		assertThat(ViewerApp.send("GET", port, "/actuator/traces/" + Spans.of(1).trace(), "").statusCode())
			.isEqualTo(404);
	}

	private static void assertFilters(int port) {
		for (String failed : new String[] { "status=error", "name=GR", "max=100", "service=orders&status=error" }) {
			assertThat(ViewerApp.send("GET", port, "/actuator/traces?" + failed, "").body()).as(failed)
				.contains("GET /größe", "\"matched\":1");
		}
		for (String fine : new String[] { "status=ok", "min=1000", "attribute=user=ada",
				"attribute=user&attribute=shop=x", "limit=1&sort=longest" }) {
			assertThat(ViewerApp.send("GET", port, "/actuator/traces?" + fine, "").body()).as(fine)
				.contains("GET /fine")
				.doesNotContain("GET /größe");
		}
		assertThat(ViewerApp.send("GET", port, "/actuator/traces?service=other", "").body()).contains("\"matched\":0");
	}

	@Test
	void scriptsListReadAndClear() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, UNRESTRICTED)) {
			assertAnswers(app, app.port());
		}
		try (ViewerApp app = ViewerApp.reactive(ViewerReactiveTests.Shop.class, ENABLED, UNRESTRICTED)) {
			assertAnswers(app, app.port());
		}
	}

	@Test
	void onTheManagementPortToo() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ON_MANAGEMENT)) {
			assertAnswers(app, management(app));
			assertThat(app.get("/actuator/traces").statusCode()).isEqualTo(404);
		}
		try (ViewerApp app = ViewerApp.reactive(ViewerReactiveTests.ManagedShop.class, ON_MANAGEMENT)) {
			assertAnswers(app, management(app));
			assertThat(app.get("/actuator/traces").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void aTraceIsThatOfThePage() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, READ_ONLY)) {
			app.get("/hello?password=secret");
			app.await("/tracing/api/traces", (body) -> body.contains("GET /hello") && body.contains("\"logs\":1"));
			String list = app.get("/actuator/traces").body();
			assertThat(list).isEqualTo(app.get("/tracing/api/traces").body()).doesNotContain("actuator");
			String id = list.substring(list.indexOf("\"id\":\"") + 6, list.indexOf("\"id\":\"") + 38);
			assertThat(app.get("/actuator/traces/" + id).body()).isEqualTo(app.get("/tracing/api/traces/" + id).body())
				.contains("REDACTED", "saying hello")
				.doesNotContain("secret");
		}
	}

	@Test
	void whatHasNoMeaningIsABadRequest() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, READ_ONLY)) {
			assertRefusals(app);
		}
		try (ViewerApp app = ViewerApp.reactive(ViewerReactiveTests.Shop.class, ENABLED, READ_ONLY)) {
			assertRefusals(app);
		}
	}

	private static void assertRefusals(ViewerApp app) {
		for (String request : List.of("/x", "/00000000000000000000000000000000", "/0af7651916cd43dd8448eb211c80319",
				"?status=maybe", "?sort=nicest", "?limit=-1", "?limit=few", "?min=NaN",
				"?attribute=a" + "&attribute=a".repeat(64))) {
			assertThat(app.get("/actuator/traces" + request).statusCode()).as(request).isEqualTo(400);
		}
	}

	@Test
	void aLongListIsBoundedWhateverIsAskedFor() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, READ_ONLY,
				"observability.tracing.viewer.max-traces=2000")) {
			Ring ring = app.context().getBean(Ring.class);
			IntStream.rangeClosed(1, 1500).forEach((i) -> ring.span(Spans.of(i).root("GET /")));
			assertThat(count(app.get("/actuator/traces").body())).isEqualTo(200);
			assertThat(count(app.get("/actuator/traces?limit=1000000000000").body())).isEqualTo(1000);
			assertThat(count(app.get("/actuator/traces?limit=0").body())).isEqualTo(1);
		}
	}

	@Test
	void whoMayReadMayNotClear() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, READ_ONLY)) {
			Ring ring = app.context().getBean(Ring.class);
			ring.span(Spans.of(1).root("GET /"));
			assertThat(ViewerApp.send("DELETE", app.port(), "/actuator/traces", "").statusCode()).isEqualTo(405);
			assertThat(ring.find(Spans.of(1).trace())).isNotNull();
		}
	}

	// All endpoints are exposed in these tests
	@Test
	void withoutAccessOrWithoutThePageThereIsNothing() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED)) {
			assertThat(app.get("/actuator/traces").statusCode()).isEqualTo(404);
			assertThat(app.get("/actuator").body()).contains("prometheus").doesNotContain("traces");
		}
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, UNRESTRICTED)) {
			assertThat(app.get("/actuator/traces").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void theRulesOfTheApplicationDecideWhoMayAsk() {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.SecuredShop.class, ENABLED, READ_ONLY)) {
			assertThat(app.get("/actuator/traces").statusCode()).isEqualTo(401);
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void jmxGivesTheSameText() throws Exception {
		try (ViewerApp app = ViewerApp.servlet(ViewerServletTests.Shop.class, ENABLED, READ_ONLY,
				"spring.jmx.enabled=true", "management.endpoints.jmx.domain=traces.test",
				"management.endpoints.jmx.exposure.include=traces")) {
			app.context().getBean(Ring.class).span(Spans.of(1).root("GET /größe"));
			Object trace = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("traces.test:type=Endpoint,name=Traces"), "trace",
						new Object[] { Spans.of(1).trace().toString() }, new String[] { String.class.getName() });
			assertThat(Objects.requireNonNull(trace)).asString().contains("\"resourceSpans\":[", "GET /größe");
		}
	}

}
