// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import dev.observability.tracing.testing.ReceiverFault;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with a spool that ends 500 spans per second while its
 * collector is away for minutes.
 */
class ExportLongOutageTests {

	private static final Log logger = LogFactory.getLog(ExportLongOutageTests.class);

	private static final int SPANS_PER_TICK = 10;

	private static final Duration TICK = Duration.ofMillis(20);

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();

	private final AtomicInteger ended = new AtomicInteger();

	private final AtomicLong mostBytes = new AtomicLong();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@AfterEach
	void close() {
		this.load.shutdownNow();
		this.receiver.close();
	}

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void losesNoSpanInAMinute() throws InterruptedException {
		outage(Duration.ofMinutes(1));
	}

	@Test
	@Tag("long")
	@Timeout(value = 30, unit = TimeUnit.MINUTES)
	void losesNoSpanInTenMinutes() throws InterruptedException {
		outage(Duration.ofMinutes(10));
	}

	private void outage(Duration outage) throws InterruptedException {
		try (ConfigurableApplicationContext context = start()) {
			ExportQueue queue = context.getBean(ExportProcessors.class).all().get(0);
			ExportLedger ledger = queue.exits().get(0).ledger();
			loadFor(context, queue, Duration.ofSeconds(2));
			this.receiver.fault(ReceiverFault.UNAVAILABLE);
			loadFor(context, queue, outage);
			long spooled = ledger.spooledSpans();
			assertThat(spooled).isGreaterThan(outage.toSeconds() * 300);
			this.receiver.fault(ReceiverFault.NONE);
			long back = System.nanoTime();
			loadFor(context, queue, Duration.ofSeconds(5));
			Awaitility.await()
				.atMost(Duration.ofMinutes(10))
				.until(() -> ledger.exportedSpans() == ledger.acceptedSpans());
			assertThat(ledger.losses().total()).as(ledger.toString()).isZero();
			assertThat(ledger.spooledSpans() + ledger.inFlightSpans()).isZero();
			assertThat(ledger.acceptedSpans()).isEqualTo(this.ended.get());
			assertThat(this.mostBytes.get()).isLessThan(queue.bounds().bytes() / 10);
			Set<String> ids = new HashSet<>(this.receiver.spans().stream().map(ReceivedSpan::spanId).toList());
			assertThat(ids).hasSize(this.ended.get());
			logger.info("Outage of " + outage.toSeconds() + " s: " + this.ended + " spans, " + spooled
					+ " spooled, all arrived " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - back)
					+ " s after it, " + (this.receiver.spans().size() - ids.size()) + " twice, at most "
					+ this.mostBytes.get() / 1024 + " KiB in memory");
		}
	}

	private void loadFor(ConfigurableApplicationContext context, ExportQueue queue, Duration duration)
			throws InterruptedException {
		Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
		CountDownLatch ticks = new CountDownLatch((int) (duration.toMillis() / TICK.toMillis()));
		ScheduledFuture<?> task = this.load.scheduleAtFixedRate(() -> {
			for (int i = 0; i < SPANS_PER_TICK && ticks.getCount() > 0; i++) {
				tracer.spanBuilder("span").setAttribute("number", this.ended.getAndIncrement()).startSpan().end();
			}
			this.mostBytes.accumulateAndGet(queue.bytes(), Math::max);
			ticks.countDown();
		}, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
		assertThat(ticks.await(duration.toMillis() * 4 + 60_000, TimeUnit.MILLISECONDS)).isTrue();
		task.cancel(false);
	}

	private ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run("--spring.main.banner-mode=off", "--management.tracing.sampling.probability=1.0",
				"--spring.datasource.generate-unique-name=true",
				"--management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.httpEndpoint(),
				"--observability.tracing.export.spool.enabled=true",
				"--observability.tracing.export.spool.directory=" + this.folder);
	}

	/** Exports. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
