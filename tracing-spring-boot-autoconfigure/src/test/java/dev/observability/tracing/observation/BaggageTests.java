// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fields of the baggage as Boot's handlers treat them: compared with the feature off,
 * which leaves those in place.
 */
@SuppressWarnings("try") // A resource is there to be open
class BaggageTests {

	@Test
	void fieldsAreWhatTheyAreWithBootsHandlers() {
		Map<String, @Nullable String> boots = request("observability.tracing.observation.enabled=false");
		assertThat(request()).isEqualTo(boots);
		assertThat(boots).containsEntry("inside", "acme")
			.containsEntry("inside-mdc", "acme")
			.containsEntry("received", "acme")
			.containsEntry("after", null)
			.containsEntry("incoming", "from-outside")
			.containsEntry("tag", "acme")
			.containsEntry("inside-country", null);
	}

	private static Map<String, @Nullable String> request(String... properties) {
		try (TestApplication application = TestApplication.start(WebApplicationType.SERVLET, Application.class,
				all(properties))) {
			TestApplication.Exchange exchange = application.send("GET /baggage", "region", "from-outside");
			assertThat(exchange.status()).isEqualTo(200);
			Map<String, @Nullable String> seen = application.bean(Pages.class).seen;
			seen.put("tag",
					application.spans()
						.ofTrace(exchange.traceId(), 5)
						.stream()
						.filter((span) -> span.getName().equals("with-tenant"))
						.map((span) -> span.getAttributes().get(AttributeKey.stringKey("tenant")))
						.findFirst()
						.orElse(null));
			return seen;
		}
	}

	private static String[] all(String... more) {
		List<String> all = new ArrayList<>(List.of("management.tracing.baggage.remote-fields=Tenant,region",
				"management.tracing.baggage.tag-fields=tenant",
				"management.tracing.baggage.correlation.fields=tenant,region"));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@Import(Pages.class)
	static class Application {

	}

	@RestController
	static class Pages {

		final Map<String, @Nullable String> seen = new TreeMap<>();

		private final ObservationRegistry registry;

		private final Tracer tracer;

		private final RestClient client;

		private final Environment environment;

		Pages(ObservationRegistry registry, Tracer tracer, RestClient.Builder client, Environment environment) {
			this.registry = registry;
			this.tracer = tracer;
			this.client = client.build();
			this.environment = environment;
		}

		@GetMapping("/baggage")
		String baggage() {
			this.seen.put("incoming", value("region"));
			Observation observation = Observation.createNotStarted("with-tenant", this.registry)
				.lowCardinalityKeyValue("tenant", "acme")
				.lowCardinalityKeyValue("country", "none of the fields")
				.start();
			try (Observation.Scope scope = observation.openScope()) {
				this.seen.put("inside", value("tenant"));
				this.seen.put("inside-country", value("country"));
				this.seen.put("inside-mdc", MDC.get("tenant"));
				String port = this.environment.getRequiredProperty("local.server.port");
				this.client.get().uri("http://127.0.0.1:{port}/receive", port).retrieve().toBodilessEntity();
				Observation child = Observation.start("child", this.registry);
				try (Observation.Scope childScope = child.openScope()) {
					this.seen.put("child", value("tenant"));
				}
				child.stop();
			}
			observation.stop();
			this.seen.put("after", value("tenant"));
			this.seen.put("after-mdc", MDC.get("tenant"));
			return "ok";
		}

		@GetMapping("/receive")
		String receive(@RequestHeader(name = "tenant", required = false) @Nullable String tenant) {
			this.seen.put("received", tenant);
			this.seen.put("received-baggage", value("tenant"));
			return "received";
		}

		private @Nullable String value(String field) {
			return this.tracer.getAllBaggage().get(field);
		}

	}

}
