// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.testing.OtlpReceiver;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that says where its collector is and nothing else of its
 * export. The long form prints how soon a span is there, which is not asserted.
 */
class ExportArrivalTests {

	private static final Log logger = LogFactory.getLog(ExportArrivalTests.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int SPANS = 50;

	/** The default of the longest wait for a batch: each span ends anywhere within it. */
	private static final int DELAY_MILLIS = 200;

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final ScheduledExecutorService application = Executors.newSingleThreadScheduledExecutor();

	@RegisterExtension
	private final BalancedLedgers ledgers = new BalancedLedgers();

	@AfterEach
	void close() {
		this.application.shutdownNow();
		this.receiver.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void spanArrivesByItselfWithinTheDefaultDelay(String protocol) throws Exception {
		try (ConfigurableApplicationContext context = start(protocol)) {
			assertThat(context.getBean(ExportProcessors.class).all()).singleElement()
				.satisfies((queue) -> assertThat(queue.processor().toString())
					.contains("scheduleDelayNanos=" + TimeUnit.MILLISECONDS.toNanos(DELAY_MILLIS) + ","));
			arrivalNanos(context, 1);
			arrivalNanos(context, 2);
			assertThat(this.receiver.spans()).hasSize(2)
				.allSatisfy((span) -> assertThat(span.protocol()).isEqualTo(protocol));
			assertThat(this.receiver.requests()).as("neither waited for the other").isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	@Tag("long")
	void timeFromTheEndOfASpanToItsArrival(String protocol) throws Exception {
		long[] nanos = new long[SPANS];
		try (ConfigurableApplicationContext context = start(protocol)) {
			// Opens the connection
			long first = arrivalNanos(context, 1);
			for (int i = 0; i < SPANS; i++) {
				nanos[i] = arrivalNanos(context, i + 2);
			}
			Arrays.sort(nanos);
			logger.info(String.format(Locale.ROOT,
					"| %s | first span %d ms | median %d ms | 95 %% within %d ms | longest %d ms |", protocol,
					millis(first), millis(nanos[SPANS / 2]), millis(nanos[SPANS * 95 / 100]),
					millis(nanos[SPANS - 1])));
		}
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

	// Of one span, after which no other ends before it is there
	private long arrivalNanos(ConfigurableApplicationContext context, int inAll) throws Exception {
		long pause = new Random(inAll).nextInt(DELAY_MILLIS);
		long ended = this.application.schedule(() -> {
			context.getBean(SdkTracerProvider.class).get("test").spanBuilder("span").startSpan().end();
			return System.nanoTime();
		}, pause, TimeUnit.MILLISECONDS).get();
		this.receiver.await(inAll, TIMEOUT);
		return System.nanoTime() - ended;
	}

	private ConfigurableApplicationContext start(String protocol) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers(this.ledgers);
		int port = "grpc".equals(protocol) ? this.receiver.grpcPort() : this.receiver.httpPort();
		return application.run("--spring.main.banner-mode=off", "--spring.datasource.generate-unique-name=true",
				"--observability.tracing.endpoint=localhost:" + port, "--observability.tracing.protocol=" + protocol);
	}

	/** Exports. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
