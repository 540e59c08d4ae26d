// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a runner starts in the background: a part of what a command line does, and no part
 * of how a server was launched.
 */
class LaunchedWorkTests {

	private static final String NAMED = "observability.tracing.propagation.executors=service";

	private static final int WAYS = 8;

	@Test
	void inAServerItHasTracesOfItsOwn() {
		try (TracedApplication application = TracedApplication.startServer(Uninvited.class, NAMED)) {
			List<SpanData> spans = application.spans(WAYS + 1);
			SpanData launch = named(spans, "UninvitedRunner.run");
			assertThat(steps(spans)).allSatisfy((step) -> {
				assertThat(step.getParentSpanContext().isValid()).isFalse();
				assertThat(step.getTraceId()).isNotEqualTo(launch.getTraceId());
			}).extracting(SpanData::getTraceId).doesNotHaveDuplicates();
		}
	}

	@Test
	void onACommandLineItIsAPartOfTheLaunch() {
		try (TracedApplication application = TracedApplication.start(Uninvited.class, NAMED)) {
			List<SpanData> spans = application.spans(WAYS + 1);
			SpanData launch = named(spans, "UninvitedRunner.run");
			assertThat(steps(spans))
				.allSatisfy((step) -> assertThat(step.getParentSpanId()).isEqualTo(launch.getSpanId()));
		}
	}

	@Test
	void whatIsTracedOnPurposePassesItsTraceOnToWhatDoesNotRepeat() {
		try (TracedApplication application = TracedApplication.startServer(Invited.class, NAMED)) {
			List<SpanData> spans = application.spans(WAYS + 1);
			SpanData launch = named(spans, "InvitedRunner.run");
			assertThat(steps(spans)).allSatisfy((step) -> assertThat(step.getParentSpanId())
				.isEqualTo(way(step).startsWith("periodic") ? SpanId.getInvalid() : launch.getSpanId()));
		}
	}

	@Test
	void theThreadsOfSpringBootDoAsThoseOfTheApplication() {
		try (TracedApplication application = TracedApplication.startServer(OfSpringBoot.class)) {
			assertThat(application.spans(3)).filteredOn((span) -> span.getName().equals("Loop.step"))
				.hasSize(2)
				.allSatisfy((span) -> assertThat(span.getParentSpanContext().isValid()).isFalse());
		}
	}

	private static List<SpanData> steps(List<SpanData> spans) {
		List<SpanData> steps = spans.stream().filter((span) -> span.getName().equals("Loop.step")).toList();
		assertThat(steps).extracting(LaunchedWorkTests::way).hasSize(WAYS).doesNotHaveDuplicates();
		return steps;
	}

	private static String way(SpanData step) {
		return String.valueOf(step.getAttributes().get(AttributeKey.stringKey("way")));
	}

	private static SpanData named(List<SpanData> spans, String name) {
		return assertThat(spans).filteredOn((span) -> span.getName().equals(name)).singleElement().actual();
	}

	static class Loop {

		@Traced
		void step(@SpanAttribute("way") String way) {
		}

	}

	static class Starter {

		private final Threads threads;

		private final Loop loop;

		Starter(Threads threads, Loop loop) {
			this.threads = threads;
			this.loop = loop;
		}

		void start() {
			this.threads.pool().execute(step("pool"));
			this.threads.simple().execute(step("simple"));
			this.threads.scheduler().execute(step("scheduler"));
			this.threads.scheduler().schedule(step("one"), Instant.now());
			this.threads.scheduler().scheduleAtFixedRate(step("periodic"), Duration.ofDays(1));
			this.threads.service().execute(step("service"));
			this.threads.service().schedule(step("one of service"), 0, TimeUnit.SECONDS);
			this.threads.service().scheduleWithFixedDelay(step("periodic of service"), 0, 1, TimeUnit.DAYS);
		}

		private Runnable step(String way) {
			return () -> this.loop.step(way);
		}

	}

	/**
	 * The executors of the application.
	 *
	 * @param pool a pool
	 * @param scheduler a scheduler
	 * @param simple threads without a pool
	 * @param service one that is not Spring's
	 */
	record Threads(ThreadPoolTaskExecutor pool, ThreadPoolTaskScheduler scheduler, SimpleAsyncTaskExecutor simple,
			ScheduledExecutorService service) {
	}

	static class UninvitedRunner implements CommandLineRunner {

		private final Starter starter;

		UninvitedRunner(Starter starter) {
			this.starter = starter;
		}

		@Override
		public void run(String... arguments) {
			this.starter.start();
		}

	}

	static class InvitedRunner implements CommandLineRunner {

		private final Starter starter;

		InvitedRunner(Starter starter) {
			this.starter = starter;
		}

		@Override
		@Traced
		public void run(String... arguments) {
			this.starter.start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Pools {

		@Bean
		ThreadPoolTaskExecutor pool() {
			return new ThreadPoolTaskExecutor();
		}

		@Bean
		ThreadPoolTaskScheduler scheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		SimpleAsyncTaskExecutor simple() {
			return new SimpleAsyncTaskExecutor();
		}

		@Bean
		ScheduledExecutorService service() {
			return Executors.newSingleThreadScheduledExecutor();
		}

		@Bean
		Loop loop() {
			return new Loop();
		}

		@Bean
		Starter starter(ThreadPoolTaskExecutor pool, ThreadPoolTaskScheduler scheduler, SimpleAsyncTaskExecutor simple,
				ScheduledExecutorService service, Loop loop) {
			return new Starter(new Threads(pool, scheduler, simple, service), loop);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Pools.class)
	static class Uninvited {

		@Bean
		UninvitedRunner uninvited(Starter starter) {
			return new UninvitedRunner(starter);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Pools.class)
	static class Invited {

		@Bean
		InvitedRunner invited(Starter starter) {
			return new InvitedRunner(starter);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class OfSpringBoot {

		@Bean
		Loop loop() {
			return new Loop();
		}

		@Bean
		CommandLineRunner starter(AsyncTaskExecutor applicationTaskExecutor, TaskScheduler taskScheduler, Loop loop) {
			return (arguments) -> {
				applicationTaskExecutor.execute(() -> loop.step("executor"));
				taskScheduler.schedule(() -> loop.step("scheduler"), Instant.now());
			};
		}

	}

}
