// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.util.CollectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The span of a method is the parent of what other threads do for it.
 */
@SuppressWarnings("try")
class TracedThreadsTests {

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	@BeforeAll
	static void start() {
		application = TracedApplication.start(Threads.class, "spring.task.execution.pool.core-size=1");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "async", "executor", "completable", "elastic", "parallel", "asyncOfHand" })
	void theInnerSpanIsTheChildOfTheOuter(String way) throws Exception {
		Outer outer = application.bean(Outer.class);
		switch (way) {
			case "async" -> outer.async();
			case "executor" -> outer.executor();
			case "completable" -> outer.completable();
			case "elastic" -> outer.elastic().block();
			case "parallel" -> outer.parallel().block();
			default -> {
				Span hand = application.tracer().spanBuilder("Outer.asyncOfHand").startSpan();
				try (Scope scope = hand.makeCurrent()) {
					application.bean(Inner.class).async().get(10, TimeUnit.SECONDS);
				}
				hand.end();
			}
		}
		List<SpanData> spans = application.spans(2);
		SpanData parent = named(spans, "Outer." + way);
		SpanData child = named(spans, way.startsWith("async") ? "Inner.async" : "Inner.work");
		assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
		AsyncTaskExecutor executor = application.bean(AsyncTaskExecutor.class);
		executor.submit(() -> {
			assertThat(Context.current()).isSameAs(Context.root());
			assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		}).get(10, TimeUnit.SECONDS);
		for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
			CompletableFuture<Boolean> clean = new CompletableFuture<>();
			// Each time another thread in its turn
			Schedulers.parallel()
				.schedule(() -> clean.complete(
						Context.current() == Context.root() && CollectionUtils.isEmpty(MDC.getCopyOfContextMap())));
			assertThat(clean.get(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void anObservationFurtherUpTheStreamIsTheParent() {
		application.bean(Outer.class).observed().block();
		List<SpanData> spans = application.spans(3);
		SpanData observation = named(spans, "inside");
		assertThat(observation.getParentSpanId()).isEqualTo(named(spans, "Outer.observed").getSpanId());
		assertThat(named(spans, "Inner.work").getParentSpanId()).isEqualTo(observation.getSpanId());
	}

	private static SpanData named(List<SpanData> spans, String name) {
		return assertThat(spans).filteredOn((span) -> span.getName().equals(name)).singleElement().actual();
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Threads {

		@Bean
		Inner inner() {
			return new Inner();
		}

		@Bean
		Outer outer(Inner inner, AsyncTaskExecutor executor, ObservationRegistry registry) {
			return new Outer(inner, executor, registry);
		}

	}

	static class Inner {

		@Traced
		void work() {
			assertThatMdcIsThatOfTheSpan();
		}

		@Async
		@Traced
		CompletableFuture<String> async() {
			assertThatMdcIsThatOfTheSpan();
			return CompletableFuture.completedFuture("done");
		}

		private static void assertThatMdcIsThatOfTheSpan() {
			SpanContext span = Span.current().getSpanContext();
			assertThat(MDC.get("span_id")).isEqualTo(span.getSpanId());
			assertThat(MDC.get("trace_id")).isEqualTo(span.getTraceId());
			assertThat(MDC.get("correlation_id")).isEqualTo(span.getTraceId());
		}

	}

	static class Outer {

		private final Inner inner;

		private final AsyncTaskExecutor executor;

		private final ObservationRegistry registry;

		Outer(Inner inner, AsyncTaskExecutor executor, ObservationRegistry registry) {
			this.inner = inner;
			this.executor = executor;
			this.registry = registry;
		}

		@Traced
		Mono<String> observed() {
			return Mono.deferContextual((view) -> {
				Observation observation = Observation.start("inside", this.registry);
				return Mono.fromCallable(() -> {
					this.inner.work();
					return "done";
				})
					.subscribeOn(Schedulers.boundedElastic())
					.doFinally((signal) -> observation.stop())
					.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation));
			});
		}

		@Traced
		void async() throws Exception {
			this.inner.async().get(10, TimeUnit.SECONDS);
		}

		@Traced
		void executor() throws Exception {
			this.executor.submit(this.inner::work).get(10, TimeUnit.SECONDS);
		}

		@Traced
		void completable() throws Exception {
			CompletableFuture.runAsync(this.inner::work, this.executor).get(10, TimeUnit.SECONDS);
		}

		@Traced
		Mono<String> elastic() {
			return Mono.fromCallable(() -> {
				this.inner.work();
				return "done";
			}).subscribeOn(Schedulers.boundedElastic());
		}

		@Traced
		Mono<String> parallel() {
			return Mono.just("done").publishOn(Schedulers.parallel()).doOnNext((value) -> this.inner.work());
		}

	}

}
