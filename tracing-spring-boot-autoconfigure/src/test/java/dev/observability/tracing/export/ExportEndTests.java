// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that are still being answered when the application ends: the web
 * server lets them end, and only then the exporter does.
 */
class ExportEndTests {

	private final OtlpReceiver receiver = OtlpReceiver.start();

	@RegisterExtension
	private final BalancedLedgers ledgers = new BalancedLedgers();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void spanOfARequestThatEndsWhileTheServerDrainsArrives(String transport) throws Exception {
		ConfigurableApplicationContext context = start(transport);
		Gate gate = context.getBean(Gate.class);
		CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
			.sendAsync(
					HttpRequest.newBuilder(URI.create("http://localhost:"
							+ context.getEnvironment().getRequiredProperty("local.server.port") + "/slow"))
						.build(),
					HttpResponse.BodyHandlers.ofString());
		await(gate.entered);
		CompletableFuture<Void> end = CompletableFuture.runAsync(context::close);
		await(gate.draining);
		assertThat(this.receiver.spans()).extracting(ReceivedSpan::name).doesNotContain("GET /slow");
		gate.open.countDown();
		assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		end.get(60, TimeUnit.SECONDS);
		assertThat(this.receiver.spans()).extracting(ReceivedSpan::name).containsOnlyOnce("GET /slow");
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
	}

	private ConfigurableApplicationContext start(String transport) {
		SpringApplication application = new SpringApplication(Application.class);
		application.addInitializers(this.ledgers);
		return application.run("--server.port=0", "--spring.main.banner-mode=off",
				"--spring.datasource.generate-unique-name=true",
				// Without the drained server's end, the span would leave by the timer in
				// time
				"--management.opentelemetry.tracing.export.schedule-delay=1h",
				"--observability.tracing.export.shutdown-timeout=60s",
				"--management.opentelemetry.tracing.export.otlp.transport=" + transport,
				"--management.opentelemetry.tracing.export.otlp.endpoint="
						+ ("grpc".equals(transport) ? this.receiver.grpcEndpoint() : this.receiver.httpEndpoint()));
	}

	/** A web application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Gate gate() {
			return new Gate();
		}

		@Bean
		Pages pages(Gate gate) {
			return new Pages(gate);
		}

	}

	/**
	 * Holds a request up, and hears that the application ends: what has the highest phase
	 * is stopped before the web server.
	 */
	static final class Gate implements SmartLifecycle {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch draining = new CountDownLatch(1);

		private final CountDownLatch open = new CountDownLatch(1);

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.draining.countDown();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	/** A page that takes its time. */
	@RestController
	static final class Pages {

		private final Gate gate;

		Pages(Gate gate) {
			this.gate = gate;
		}

		@GetMapping("/slow")
		String slow() throws InterruptedException {
			this.gate.entered.countDown();
			await(this.gate.open);
			return "at last";
		}

	}

}
