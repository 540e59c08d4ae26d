// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hostile headers against a real Tomcat and a real Netty: the request is served.
 */
class HostileHeadersTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void theRequestIsServed(String type) {
		try (ConfigurableApplicationContext context = start(type)) {
			int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			List<List<String>> requests = HostileHeaders.requests(200, 20_261_121L);
			assertThat(requests.size()).isGreaterThan(450);
			for (List<String> lines : requests) {
				assertThat(RawRequest.get(port, "/", lines)).as(() -> describe(lines))
					.startsWith("HTTP/1.1 200")
					.endsWith("served");
			}
			PropagationLosses losses = context.getBean(PropagationLosses.class);
			assertThat(losses.count(PropagationLoss.FAILED)).isZero();
			assertThat(context.getBean(MeterRegistry.class).get("tracing.correlation.failed").functionCounter().count())
				.isZero();
			assertThat(losses.count(PropagationLoss.TRACEPARENT_MALFORMED)).isPositive();
			assertThat(losses.count(PropagationLoss.TRACESTATE_MALFORMED)).isPositive();
			assertThat(losses.count(PropagationLoss.BAGGAGE_MALFORMED)).isPositive();
			assertThat(losses.count(PropagationLoss.BAGGAGE_LIMIT)).isPositive();
		}
	}

	private static ConfigurableApplicationContext start(String type) {
		SpringApplication application = new SpringApplication(Service.class);
		application.setDefaultProperties(Map.of("server.port", "0", "server.address", "127.0.0.1",
				"spring.main.web-application-type", type, "server.max-http-request-header-size", "256KB"));
		return application.run();
	}

	private static String describe(List<String> lines) {
		String text = lines.toString();
		return text.substring(0, Math.min(text.length(), 200));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Service {

		private final ContextPropagators propagators;

		Service(ContextPropagators propagators) {
			this.propagators = propagators;
		}

		// The global ones end with another test's application
		@Bean
		static ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

		@GetMapping(path = "/", produces = "text/plain")
		String serve() {
			Map<String, String> sent = new HashMap<>();
			this.propagators.getTextMapPropagator()
				.inject(Context.current(), sent, (carrier, name, value) -> sent.put(name, value));
			assertThat(sent.values()).allMatch(HeaderText::isFieldValue);
			return "served";
		}

	}

}
