// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What virtual threads do for a traced method is a part of it. They came with Java 21.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class TracedVirtualThreadsTests {

	private static final String NONE = "null null null";

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	@BeforeAll
	static void start() {
		application = TracedApplication.start(Virtual.class, "spring.threads.virtual.enabled=true",
				"spring.task.execution.mode=force", "observability.tracing.propagation.executors=perTask");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "async", "executor", "completable", "scheduler", "perTask", "listener" })
	void theInnerSpanIsTheChildOfTheOuter(String way) throws Exception {
		application.reset();
		Seen seen = application.bean(Outer.class).call(way).get(10, TimeUnit.SECONDS);
		List<SpanData> spans = application.spans(2);
		SpanData outer = named(spans, "Outer.call");
		SpanData inner = named(spans, "Inner.work");
		assertThat(inner.getParentSpanId()).isEqualTo(outer.getSpanId());
		assertThat(seen.thread()).contains("VirtualThread");
		assertThat(seen.ids()).isEqualTo(inner.getSpanId() + " " + outer.getTraceId() + " " + outer.getTraceId());
		assertThat(ids()).isEqualTo(NONE);
		assertThat(Context.current()).isSameAs(Context.root());
	}

	private static SpanData named(List<SpanData> spans, String name) {
		return assertThat(spans).filteredOn((span) -> span.getName().equals(name)).singleElement().actual();
	}

	private static String ids() {
		return MDC.get("span_id") + " " + MDC.get("trace_id") + " " + MDC.get("correlation_id");
	}

	/**
	 * What the inner method saw.
	 *
	 * @param thread the thread
	 * @param ids those of MDC
	 */
	record Seen(String thread, String ids) {
	}

	/**
	 * An event.
	 *
	 * @param seen by whom hears of it
	 */
	record Placed(CompletableFuture<Seen> seen) {
	}

	static class Inner {

		@Traced
		void work(CompletableFuture<Seen> seen) {
			seen.complete(new Seen(Thread.currentThread().toString(), ids()));
		}

		@Async
		void async(CompletableFuture<Seen> seen, Inner traced) {
			traced.work(seen);
		}

	}

	/** Hears of it on another thread, after the transaction. */
	static class Listener {

		private final Inner inner;

		Listener(Inner inner) {
			this.inner = inner;
		}

		@Async
		@TransactionalEventListener
		void placed(Placed event) {
			this.inner.work(event.seen());
		}

	}

	static class Outer {

		private final Inner inner;

		private final AsyncTaskExecutor executor;

		private final TaskScheduler scheduler;

		private final ExecutorService perTask;

		private final TransactionTemplate transactions;

		private final ApplicationEventPublisher events;

		Outer(Inner inner, AsyncTaskExecutor executor, TaskScheduler scheduler, ExecutorService perTask,
				TransactionTemplate transactions, ApplicationEventPublisher events) {
			this.inner = inner;
			this.executor = executor;
			this.scheduler = scheduler;
			this.perTask = perTask;
			this.transactions = transactions;
			this.events = events;
		}

		@Traced
		CompletableFuture<Seen> call(String way) {
			CompletableFuture<Seen> seen = new CompletableFuture<>();
			Runnable work = () -> this.inner.work(seen);
			switch (way) {
				case "async" -> this.inner.async(seen, this.inner);
				case "executor" -> this.executor.execute(work);
				case "completable" -> CompletableFuture.runAsync(work, this.executor);
				case "scheduler" -> this.scheduler.schedule(work, Instant.now());
				case "perTask" -> this.perTask.execute(work);
				default ->
					this.transactions.executeWithoutResult((status) -> this.events.publishEvent(new Placed(seen)));
			}
			return seen;
		}

	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableScheduling
	static class Virtual {

		// Not there for who compiles for Java 17
		@Bean
		ExecutorService perTask() throws ReflectiveOperationException {
			Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
			@Nullable Object made = factory.invoke(null);
			return (ExecutorService) Objects.requireNonNull(made);
		}

		@Bean
		PlatformTransactionManager transactions() {
			JdbcDataSource database = new JdbcDataSource();
			database.setUrl("jdbc:h2:mem:");
			return new DataSourceTransactionManager(database);
		}

		@Bean
		Inner inner() {
			return new Inner();
		}

		@Bean
		Listener listener(Inner inner) {
			return new Listener(inner);
		}

		@Bean
		Outer outer(Inner inner, AsyncTaskExecutor applicationTaskExecutor, TaskScheduler taskScheduler,
				ExecutorService perTask, TransactionTemplate transactions, ApplicationEventPublisher events) {
			return new Outer(inner, applicationTaskExecutor, taskScheduler, perTask, transactions, events);
		}

	}

}
