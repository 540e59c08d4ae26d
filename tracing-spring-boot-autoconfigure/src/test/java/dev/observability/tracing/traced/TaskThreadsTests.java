// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolExecutorFactoryBean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Whatever executor of the application runs a task, the task has the span of who gave it
 * and leaves nothing on the thread.
 */
@SuppressWarnings("try")
class TaskThreadsTests {

	private static final String NO_IDS = "0000000000000000 null null null";

	private static final String NAMED = "observability.tracing.propagation.executors=service,scheduled,plain";

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	@BeforeAll
	static void start() {
		application = TracedApplication.start(Pools.class, NAMED);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pool", "scheduler", "simple", "concurrent", "decorated", "propagating", "service",
			"scheduled", "plain", "async" })
	void aTaskHasTheSpanOfWhoGaveIt(String name) throws Exception {
		Executor executor = application.bean(name, Executor.class);
		Span span = application.tracer().spanBuilder("giver").startSpan();
		try (Scope scope = span.makeCurrent()) {
			assertThat(call(executor, TaskThreadsTests::spanIds)).isEqualTo(ids(span));
		}
		span.end();
		assertThat(call(executor, TaskThreadsTests::spanIds)).isEqualTo(NO_IDS);
		assertThat(call(executor, Context::current)).isSameAs(Context.root());
	}

	@ParameterizedTest
	@CsvSource({ "scheduler, true", "scheduled, true", "async, false" })
	void aTaskForLaterHasTheSpanOfWhoGaveIt(String name, boolean passed) throws Exception {
		Span span = application.tracer().spanBuilder("giver").startSpan();
		CompletableFuture<String> seen = new CompletableFuture<>();
		try (Scope scope = span.makeCurrent()) {
			Runnable task = () -> seen.complete(spanIds());
			if (application.bean(name, Object.class) instanceof TaskScheduler scheduler) {
				scheduler.schedule(task, Instant.now());
			}
			else {
				application.bean(name, ScheduledExecutorService.class).schedule(task, 0, TimeUnit.SECONDS);
			}
		}
		assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(passed ? ids(span) : NO_IDS);
	}

	@Test
	void aSchedulerByTheBuilderOfSpringBootPassesOnWhatItDoesOnceLater() throws Exception {
		SimpleAsyncTaskScheduler scheduler = application.bean(SimpleAsyncTaskSchedulerBuilder.class)
			.threadNamePrefix("built-")
			.build();
		Span span = application.tracer().spanBuilder("giver").startSpan();
		CompletableFuture<String> once = new CompletableFuture<>();
		CompletableFuture<String> repeated = new CompletableFuture<>();
		try (scheduler; Scope scope = span.makeCurrent()) {
			scheduler.schedule(() -> once.complete(Thread.currentThread().getName() + " " + spanIds()), Instant.now());
			scheduler.scheduleAtFixedRate(() -> repeated.complete(spanIds()), Duration.ofDays(1));
			assertThat(once.get(10, TimeUnit.SECONDS)).startsWith("built-").endsWith(" " + ids(span));
			assertThat(repeated.get(10, TimeUnit.SECONDS)).isEqualTo(NO_IDS);
		}
	}

	@ParameterizedTest
	@CsvSource({ "scheduler, false", "scheduler, true", "scheduled, false", "scheduled, true", "async, false" })
	void aTaskThatRepeatsBeginsWithoutASpan(String name, boolean observed) throws Exception {
		CompletableFuture<String> seen = new CompletableFuture<>();
		Runnable task = () -> seen.complete(spanIds());
		Runnable giver = () -> {
			if (application.bean(name, Object.class) instanceof TaskScheduler scheduler) {
				scheduler.scheduleAtFixedRate(task, Duration.ofDays(1));
			}
			else {
				application.bean(name, ScheduledExecutorService.class)
					.scheduleWithFixedDelay(task, 0, 1, TimeUnit.DAYS);
			}
			assertThat(Span.current().getSpanContext().isValid()).isTrue();
		};
		if (observed) {
			Observation.createNotStarted("giver", application.bean(ObservationRegistry.class)).observe(giver);
		}
		else {
			try (Scope scope = application.tracer().spanBuilder("giver").startSpan().makeCurrent()) {
				giver.run();
			}
		}
		assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(NO_IDS);
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void theDecoratorOfTheApplicationStaysAndSeesTheContext() throws Exception {
		Pools pools = application.bean(Pools.class);
		Span span = application.tracer().spanBuilder("giver").startSpan();
		try (Scope scope = span.makeCurrent()) {
			call(application.bean("decorated", Executor.class), TaskThreadsTests::spanIds);
		}
		assertThat(pools.decorated).isPositive();
		assertThat(pools.seen).isEqualTo(span.getSpanContext().getSpanId());
	}

	@Test
	void whatIsNotNamedKeepsItsTypeAndPassesNothingOn() throws Exception {
		ExecutorService other = application.bean("other", ExecutorService.class);
		assertThat(other).isSameAs(application.bean(Pools.class).other);
		Span span = application.tracer().spanBuilder("giver").startSpan();
		try (Scope scope = span.makeCurrent()) {
			assertThat(call(other, Context::current)).isSameAs(Context.root());
		}
	}

	@Test
	void aBeanThatIsNoExecutorStopsTheStart() {
		Throwable failure = catchThrowable(
				() -> TracedApplication.start(Pools.class, "observability.tracing.propagation.executors=number"));
		assertThat(NestedExceptionUtils.getMostSpecificCause(failure))
			.isInstanceOf(InvalidTracingPropertyException.class)
			.hasMessageContaining("observability.tracing.propagation.executors")
			.hasMessageContaining("number");
	}

	@Test
	void aNameOfAnotherProfileStopsNothingAndThoseOfSpringKeepTheirTypes() {
		try (TracedApplication other = TracedApplication.start(Pools.class,
				"observability.tracing.propagation.executors=missing,pool,factory")) {
			assertThat(other.bean("pool", ThreadPoolTaskExecutor.class)).isNotNull();
			assertThat(other.bean("factory", ExecutorService.class)).isInstanceOf(ContextExecutorService.class);
		}
	}

	@Test
	void aTaskThatIsCancelledIsRemoved() {
		ThreadPoolTaskScheduler scheduler = application.bean("removing", ThreadPoolTaskScheduler.class);
		scheduler.schedule(() -> {
		}, Instant.now().plusSeconds(1000)).cancel(false);
		assertThat(scheduler.getScheduledThreadPoolExecutor().getQueue()).isEmpty();
	}

	@Test
	void tasksThatAreOrderedStayThoseOfTheApplication() throws Exception {
		Executor executor = application.bean("ordered", Executor.class);
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(3);
		executor.execute(new Ordered(() -> {
			first.await();
			return null;
		}, done));
		executor.execute(new Ordered(() -> null, done));
		executor.execute(new Ordered(() -> null, done));
		first.countDown();
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void nothingIsPassedOnWhereSpringBootsThreadsDoNot() throws Exception {
		try (TracedApplication off = TracedApplication.start(Pools.class,
				"spring.task.execution.propagate-context=false")) {
			Span span = off.tracer().spanBuilder("giver").startSpan();
			try (Scope scope = span.makeCurrent()) {
				assertThat(call(off.bean("pool", Executor.class), Context::current)).isSameAs(Context.root());
			}
		}
	}

	@Test
	void anAsynchronousListenerOfATransactionIsAPartOfTheTrace() throws Exception {
		Span span = application.tracer().spanBuilder("giver").startSpan();
		Listener listener = application.bean(Listener.class);
		try (Scope scope = span.makeCurrent()) {
			application.bean(TransactionTemplate.class)
				.executeWithoutResult((status) -> application.bean(Publisher.class).publish("placed"));
		}
		assertThat(listener.seen().get(10, TimeUnit.SECONDS)).isEqualTo(ids(span) + " " + false);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsHaveTheSpanOfWhoGaveTheTask() throws Exception {
		try (TracedApplication virtual = TracedApplication.start(Pools.class, "spring.threads.virtual.enabled=true",
				"spring.task.execution.mode=force")) {
			Span span = virtual.tracer().spanBuilder("giver").startSpan();
			AsyncTaskExecutor executor = virtual.bean("applicationTaskExecutor", AsyncTaskExecutor.class);
			try (Scope scope = span.makeCurrent()) {
				assertThat(executor.submit(TaskThreadsTests::spanIds).get()).isEqualTo(ids(span));
				assertThat(executor.submit(() -> Thread.currentThread().toString()).get()).contains("Virtual");
			}
			assertThat(executor.submit(TaskThreadsTests::spanIds).get()).isEqualTo(NO_IDS);
		}
	}

	private static <T> T call(Executor executor, Callable<T> task) throws Exception {
		FutureTask<T> future = new FutureTask<>(task);
		executor.execute(future);
		return future.get(10, TimeUnit.SECONDS);
	}

	private static String ids(Span span) {
		String trace = span.getSpanContext().getTraceId();
		return span.getSpanContext().getSpanId() + " " + span.getSpanContext().getSpanId() + " " + trace + " " + trace;
	}

	private static String spanIds() {
		return Span.current().getSpanContext().getSpanId() + " " + MDC.get("span_id") + " " + MDC.get("trace_id") + " "
				+ MDC.get("correlation_id");
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Pools {

		private final ExecutorService other = Executors.newSingleThreadExecutor();

		private volatile int decorated;

		private volatile String seen = "";

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
		ConcurrentTaskExecutor concurrent() {
			return new ConcurrentTaskExecutor(Executors.newSingleThreadExecutor());
		}

		@Bean
		ThreadPoolTaskExecutor decorated() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator((task) -> () -> {
				this.decorated++;
				this.seen = Span.current().getSpanContext().getSpanId();
				task.run();
			});
			return executor;
		}

		@Bean
		ThreadPoolTaskExecutor propagating() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
			return executor;
		}

		@Bean
		ThreadPoolTaskScheduler removing() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setRemoveOnCancelPolicy(true);
			return scheduler;
		}

		@Bean
		SimpleAsyncTaskScheduler async() {
			return new SimpleAsyncTaskScheduler();
		}

		@Bean
		ThreadPoolTaskExecutor ordered() {
			return new ThreadPoolTaskExecutor() {
				@Override
				protected BlockingQueue<Runnable> createQueue(int queueCapacity) {
					return new PriorityBlockingQueue<>();
				}
			};
		}

		@Bean
		ThreadPoolExecutorFactoryBean factory() {
			return new ThreadPoolExecutorFactoryBean();
		}

		@Bean
		ExecutorService service() {
			return Executors.newSingleThreadExecutor();
		}

		@Bean
		ScheduledExecutorService scheduled() {
			return Executors.newSingleThreadScheduledExecutor();
		}

		@Bean
		Executor plain() {
			return (task) -> new Thread(task).start();
		}

		@Bean
		ExecutorService other() {
			return this.other;
		}

		@Bean
		Integer number() {
			return 7;
		}

		@Bean
		PlatformTransactionManager transactions() {
			JdbcDataSource database = new JdbcDataSource();
			database.setUrl("jdbc:h2:mem:");
			return new DataSourceTransactionManager(database);
		}

		@Bean
		Publisher publisher(ApplicationEventPublisher events) {
			return new Publisher(events);
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	/**
	 * A task with an order.
	 *
	 * @param work what to do
	 * @param done counted down afterwards
	 */
	record Ordered(Callable<Object> work, CountDownLatch done) implements Runnable, Comparable<Ordered> {

		@Override
		public void run() {
			try {
				this.work.call();
				this.done.countDown();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public int compareTo(Ordered other) {
			return 0;
		}

	}

	/** Tells what happened. */
	record Publisher(ApplicationEventPublisher events) {

		void publish(String event) {
			this.events.publishEvent(event);
		}

	}

	/** Hears of it on another thread, after the transaction. */
	static class Listener {

		private final CompletableFuture<String> seen = new CompletableFuture<>();

		private final Thread maker = Thread.currentThread();

		CompletableFuture<String> seen() {
			return this.seen;
		}

		@Async("pool")
		@TransactionalEventListener
		void placed(String event) {
			this.seen.complete(spanIds() + " " + (Thread.currentThread() == this.maker));
		}

	}

}
