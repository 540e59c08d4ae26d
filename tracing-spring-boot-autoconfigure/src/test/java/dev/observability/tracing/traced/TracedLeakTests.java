// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.observability.tracing.traced.Work.Outcome;
import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.CollectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Thousands of calls that fail, are cancelled and time out leave nothing behind.
 */
class TracedLeakTests {

	private static final int THREADS = 8;

	private static final int CALLS = 10_000;

	@Test
	void noScopeNoSpanAndNoKeyIsLeft() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TracedApplication application = TracedApplication.start(Counting.class)) {
			Work work = application.bean(Work.class);
			List<Future<?>> runs = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				int first = thread;
				runs.add(threads.submit(() -> {
					for (int i = first; i < CALLS; i += THREADS) {
						call(work, i);
						assertThat(Context.current()).isSameAs(Context.root());
						assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
					}
				}));
			}
			for (Future<?> run : runs) {
				run.get();
			}
			Open open = application.bean(Open.class);
			Awaitility.await().until(() -> open.spans.get() == 0);
			assertThat(open.started.get()).isEqualTo(CALLS);
			Scopes scopes = application.bean(Scopes.class);
			Awaitility.await().until(() -> scopes.open.get() == 0);
			assertThat(scopes.opened.get()).isGreaterThan(CALLS);
			assertThat(whatIsLeft()).isEmpty();
			assertThat(work.disagreements()).isEmpty();
			assertThat(application.meters().find("job.active").gauges()).hasSize(2)
				.allSatisfy((gauge) -> assertThat(gauge.value()).isZero());
			for (String name : List.of("Work.job", "Work.monoJob")) {
				assertThat(runs(application, name, "completed")).isPositive();
				assertThat(runs(application, name, "cancelled")).isPositive();
				assertThat(runs(application, name, "failed")).isEqualTo(3 * runs(application, name, "cancelled"));
			}
		}
		finally {
			threads.shutdown();
		}
	}

	// On the threads that completed, timed out and cancelled what the callers waited for
	private static Set<String> whatIsLeft() throws Exception {
		Set<String> left = new ConcurrentSkipListSet<>();
		List<Executor> threads = new ArrayList<>();
		threads.add(ForkJoinPool.commonPool());
		threads.add(CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS, Runnable::run));
		for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
			// Each time another thread in its turn
			threads.add(Schedulers.parallel()::schedule);
		}
		CountDownLatch done = new CountDownLatch(threads.size());
		threads.forEach((thread) -> thread.execute(() -> {
			if (Context.current() != Context.root() || !CollectionUtils.isEmpty(MDC.getCopyOfContextMap())) {
				left.add(Thread.currentThread().getName() + ": " + MDC.getCopyOfContextMap());
			}
			done.countDown();
		}));
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		return left;
	}

	private static double runs(TracedApplication application, String name, String result) {
		return application.meters().get("job.runs").tags("name", name, "result", result).counter().count();
	}

	private static void call(Work work, int number) {
		Outcome outcome = Outcome.values()[number % 5];
		switch ((number / 5) % 6) {
			case 0 -> catchThrowable(() -> work.plain(outcome));
			case 1 -> await(work.stage(outcome), outcome);
			case 2 -> subscribe(work.mono(outcome).flux(), outcome);
			case 3 -> await(work.job(outcome), outcome);
			case 4 -> subscribe(work.monoJob(outcome).flux(), outcome);
			default -> subscribe(work.flux(outcome), outcome);
		}
	}

	private static void await(CompletableFuture<String> future, Outcome outcome) {
		if (outcome == Outcome.CANCEL) {
			future.cancel(false);
		}
		catchThrowable(future::join);
	}

	private static void subscribe(Flux<String> flux, Outcome outcome) {
		if (outcome == Outcome.CANCEL) {
			flux.subscribe().dispose();
		}
		else {
			catchThrowable(() -> flux.blockLast());
		}
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@Import(Work.class)
	static class Counting {

		@Bean
		Open open() {
			return new Open();
		}

		@Bean
		Scopes scopes() {
			return new Scopes();
		}

	}

	/** Counts scopes, on all threads. */
	static final class Scopes implements EventListener {

		private final AtomicInteger open = new AtomicInteger();

		private final AtomicInteger opened = new AtomicInteger();

		@Override
		public void onEvent(Object event) {
			if (event instanceof ScopeAttachedEvent) {
				this.opened.incrementAndGet();
				this.open.incrementAndGet();
			}
			else if (event instanceof ScopeClosedEvent) {
				this.open.decrementAndGet();
			}
		}

	}

	/** Counts spans. */
	static final class Open implements SpanProcessor {

		private final AtomicInteger spans = new AtomicInteger();

		private final AtomicInteger started = new AtomicInteger();

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			this.started.incrementAndGet();
			this.spans.incrementAndGet();
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.spans.decrementAndGet();
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
