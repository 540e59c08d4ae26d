// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.traced.Traced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the doctor says of an application that does wrong what it can, and of one that
 * does the same things right.
 */
class FeatureFindingsTests {

	private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final int REQUESTS = 100;

	private static final int SCRAPES = 5;

	@Test
	void eachFaultOfAnApplicationIsFound() {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = DiagnosedApplication.start(Faulty.class,
						"observability.tracing.endpoint=" + receiver.httpEndpoint(),
						"management.prometheus.metrics.export.enabled=true")) {
			for (int i = 0; i < REQUESTS; i++) {
				application.get("/ok");
			}
			for (int i = 0; i < SCRAPES; i++) {
				assertThat(application.get("/actuator/prometheus").statusCode()).isEqualTo(200);
			}
			List<Map<String, Object>> findings = application.findings();
			assertThat(findings).extracting((finding) -> finding.get("code") + " " + finding.get("confidence"))
				.containsExactly("client-not-observed high", "method-unreachable high",
						"executor-without-context medium", "scrape-without-exemplars medium",
						"inbound-without-context low", "executor-without-context low");
			assertThat(seen(findings, 0)).contains(Service.class.getName() + ".client")
				.contains(Service.class.getName() + ".template")
				.contains(Service.class.getName() + ".webClient")
				.doesNotContain("injected");
			assertThat(seen(findings, 1)).contains(Service.class.getName() + ".work (private)");
			assertThat(seen(findings, 2)).contains("'ownExecutor'");
			assertThat(seen(findings, 5)).contains(Service.class.getName() + ".pool");
		}
	}

	@Test
	void anApplicationThatDoesItRightIsHealthy() {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = DiagnosedApplication.start(Healthy.class,
						"observability.tracing.endpoint=" + receiver.grpcEndpoint(),
						"observability.tracing.protocol=grpc",
						"observability.tracing.propagation.executors=ownExecutor",
						"management.prometheus.metrics.export.enabled=true")) {
			for (int i = 0; i < REQUESTS; i++) {
				application.get("/ok");
			}
			application.get("/ok", "traceparent", TRACEPARENT);
			for (int i = 0; i < SCRAPES; i++) {
				application.get("/actuator/prometheus");
			}
			assertThat(application.get("/actuator/prometheus", "Accept", "application/openmetrics-text").body())
				.endsWith("# EOF\n");
			application.exportSpan();
			assertThat(application.findings()).isEmpty();
			assertThat(application.json("/actuator/tracing/metrics")).containsEntry("scrapes",
					Map.of("004", SCRAPES, "openmetrics_100", 1, "protobuf", 0));
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "observability.tracing.sample-rate=0", "management.opentelemetry.tracing.sampler=always-off" })
	void theSamplerKeepsNothing(String property) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = DiagnosedApplication.start(property,
						"observability.tracing.endpoint=" + receiver.httpEndpoint())) {
			application.get("/ok");
			assertThat(application.findings()).singleElement()
				.satisfies((finding) -> assertThat(finding).containsEntry("code", "sampling-zero"));
		}
	}

	private static String seen(List<Map<String, Object>> findings, int index) {
		return String.valueOf(findings.get(index).get("seen"));
	}

	/** Does what it can wrong. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(DiagnosedApplication.Pages.class)
	static class Faulty {

		@Bean
		Service service(RestClient.Builder builder) {
			return new Service(builder);
		}

		@Bean
		Executor ownExecutor() {
			return (task) -> task.run();
		}

	}

	/** Does the same, but right. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(DiagnosedApplication.Pages.class)
	static class Healthy {

		@Bean
		GoodService service(RestClient.Builder builder, WebClient.Builder webBuilder, RestTemplate template,
				Executor ownExecutor) {
			return new GoodService(builder.build(), webBuilder.build(), template, ownExecutor);
		}

		@Bean
		RestTemplate template() {
			return new RestTemplate();
		}

		@Bean
		Executor ownExecutor() {
			return (task) -> task.run();
		}

	}

	static class Service implements DisposableBean {

		private final RestClient client = RestClient.create();

		private final RestTemplate template = new RestTemplate();

		private final WebClient.Builder webClient = WebClient.builder();

		private final RestClient injected;

		private final ExecutorService pool = Executors.newSingleThreadExecutor();

		Service(RestClient.Builder builder) {
			this.injected = builder.build();
		}

		@Traced
		private void work() {
			assertThat(List.of(this.client, this.template, this.webClient, this.injected)).isNotEmpty();
		}

		void run() {
			work();
		}

		@Override
		public void destroy() {
			this.pool.shutdownNow();
		}

	}

	static class GoodService {

		private final List<Object> held;

		private final RestClient client;

		private final WebClient webClient;

		private final RestTemplate template;

		private final Executor executor;

		GoodService(RestClient client, WebClient webClient, RestTemplate template, Executor executor) {
			this.client = client;
			this.webClient = webClient;
			this.template = template;
			this.executor = executor;
			this.held = List.of(this.client, this.webClient, this.template, this.executor);
		}

		@Traced
		int work() {
			return this.held.size();
		}

	}

}
