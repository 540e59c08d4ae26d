// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application that polls a table is not buried under its polls.
 */
class IdleRunsEndToEndTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final OtlpReceiver receiver = OtlpReceiver.start();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void pollsLeaveSpansOnlyOnceTheyFindSomething() throws InterruptedException {
		ExportLosses losses;
		try (ConfigurableApplicationContext application = start()) {
			Outbox outbox = application.getBean(Outbox.class);
			assertThat(outbox.polls.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(polls()).isEmpty();
			outbox.add("first");
			List<ReceivedSpan> spans = this.receiver.await((all) -> !polls(all).isEmpty(), TIMEOUT);
			assertThat(polls(spans)).hasSize(1);
			String trace = polls(spans).get(0).traceId();
			assertThat(spans).filteredOn((span) -> span.traceId().equals(trace))
				.extracting(ReceivedSpan::name)
				.containsExactlyInAnyOrder("select outbox", "DELETE outbox", "Outbox.poll");
			assertThat(exemplars(application)).contains(trace)
				.isSubsetOf(spans.stream().map(ReceivedSpan::traceId).toList());
			losses = application.getBean(ExportLosses.class);
		}
		assertThat(losses.count(LossReason.IDLE)).isGreaterThanOrEqualTo(8);
	}

	@Test
	void allPollsLeaveSpansWhereTheUserWantsThem() throws InterruptedException {
		try (ConfigurableApplicationContext application = start("observability.tracing.export.keep-idle-runs=true")) {
			assertThat(application.getBean(Outbox.class).polls.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			this.receiver.await((all) -> polls(all).size() >= 3, TIMEOUT);
			assertThat(application.getBean(ExportLosses.class).count(LossReason.IDLE)).isZero();
		}
	}

	private List<ReceivedSpan> polls() {
		return polls(this.receiver.spans());
	}

	private static List<ReceivedSpan> polls(List<ReceivedSpan> spans) {
		return spans.stream().filter((span) -> span.name().equals("Outbox.poll")).toList();
	}

	private static List<String> exemplars(ConfigurableApplicationContext application) {
		String scrape = application.getBean(PrometheusMeterRegistry.class)
			.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8");
		return java.util.regex.Pattern.compile("trace_id=\"([0-9a-f]{32})\"")
			.matcher(scrape)
			.results()
			.map((result) -> result.group(1))
			.distinct()
			.toList();
	}

	private ConfigurableApplicationContext start(String... properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		List<String> arguments = new java.util.ArrayList<>(
				List.of("--spring.main.banner-mode=off", "--spring.datasource.generate-unique-name=true",
						"--management.opentelemetry.tracing.export.schedule-delay=20ms",
						"--management.metrics.use-global-registry=false",
						"--management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.httpEndpoint()));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return application.run(arguments.toArray(String[]::new));
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	static class Application {

		@Bean
		Outbox outbox(JdbcClient database, MeterRegistry meters) {
			return new Outbox(database, meters);
		}

	}

	/** Sends what it finds in a table. */
	static class Outbox {

		private final CountDownLatch polls = new CountDownLatch(5);

		private final JdbcClient database;

		private final MeterRegistry meters;

		Outbox(JdbcClient database, MeterRegistry meters) {
			this.database = database;
			this.meters = meters;
			database.sql("CREATE TABLE outbox(message VARCHAR(20))").update();
		}

		void add(String message) {
			this.database.sql("INSERT INTO outbox(message) VALUES (?)").param(message).update();
		}

		@Scheduled(fixedDelay = 5)
		void poll() {
			List<String> messages = this.database.sql("select message from outbox").query(String.class).list();
			this.meters.counter("outbox.polls").increment();
			for (String message : messages) {
				this.database.sql("DELETE FROM outbox WHERE message = ?").param(message).update();
				this.meters.counter("outbox.messages").increment();
			}
			this.polls.countDown();
		}

	}

}
