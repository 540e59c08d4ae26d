// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No runner that worked without a span stops the start because of one.
 */
class RunnersTests {

	@Test
	void aRunnerWithoutAConstructorForOthersRunsAsItIs() {
		try (TracedApplication application = TracedApplication.start(Hidden.class)) {
			assertThat(application.bean(HiddenRunner.class).runs.get()).isOne();
			assertThat(application.spans()).isEmpty();
		}
	}

	@Test
	void aRunnerWithAPrivateScheduledMethodRunsAsItIs() throws Exception {
		try (TracedApplication application = TracedApplication.start(Polling.class)) {
			PollingRunner runner = application.bean(PollingRunner.class);
			assertThat(runner.runs.get()).isOne();
			assertThat(runner.polled.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void aRunnerWithAPrivateListenerRunsAsItIs() {
		try (TracedApplication application = TracedApplication.start(Listening.class)) {
			assertThat(application.bean(ListeningRunner.class).runs.get()).isEqualTo(2);
			assertThat(application.spans()).isEmpty();
		}
	}

	@Test
	void anAnonymousRunnerIsCalledAfterTheClassThatItStandsIn() {
		try (TracedApplication application = TracedApplication.start(Anonymous.class)) {
			assertThat(application.spans()).extracting(SpanData::getName)
				.containsExactlyInAnyOrder("Anonymous.run", "Local.run");
		}
	}

	static final class Counter extends AtomicInteger {

		private static final long serialVersionUID = 1L;

	}

	static class HiddenRunner implements CommandLineRunner {

		private final Counter runs = new Counter();

		private HiddenRunner() {
		}

		static HiddenRunner create() {
			return new HiddenRunner();
		}

		@Override
		public void run(String... arguments) {
			this.runs.incrementAndGet();
		}

		static final class OnlyOne extends HiddenRunner {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		HiddenRunner runner() {
			return HiddenRunner.create();
		}

	}

	static class PollingRunner implements ApplicationRunner {

		private final Counter runs = new Counter();

		private final CountDownLatch polled = new CountDownLatch(1);

		@Override
		public void run(ApplicationArguments arguments) {
			this.runs.incrementAndGet();
		}

		@Scheduled(initialDelay = 0, fixedDelay = 1, timeUnit = TimeUnit.DAYS)
		private void poll() {
			this.polled.countDown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Polling {

		@Bean
		PollingRunner runner() {
			return new PollingRunner();
		}

	}

	static class ListeningRunner implements CommandLineRunner {

		private final Counter runs = new Counter();

		@Override
		public void run(String... arguments) {
			this.runs.incrementAndGet();
		}

		@EventListener
		private void started(ApplicationStartedEvent event) {
			this.runs.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		ListeningRunner runner() {
			return new ListeningRunner();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Anonymous {

		@Bean
		CommandLineRunner anonymous() {
			return new CommandLineRunner() {
				@Override
				public void run(String... arguments) {
				}
			};
		}

		@Bean
		CommandLineRunner local() {
			class Local implements CommandLineRunner {

				@Override
				public void run(String... arguments) {
				}

			}
			return new Local();
		}

	}

}
