// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.observability.tracing.traced.Work.Outcome;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Every kind of result with every way in which it ends.
 */
@SuppressWarnings("try")
class TracedOutcomeTests {

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	@BeforeAll
	static void start() {
		application = TracedApplication.start(Work.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.bean(Work.class).seen().clear();
	}

	@ParameterizedTest
	@CsvSource({ "nothing, OK, 1, none", "nothing, EXCEPTION, 1, IllegalStateException",
			"nothing, ERROR, 1, AssertionError", "nothing, CANCEL, 1, CancellationException",
			"nothing, TIMEOUT, 1, TimeoutException", "nothing, NEVER, 0, none", "nothing, TWICE, 2, none",
			"plain, OK, 1, none", "plain, EXCEPTION, 1, IllegalStateException", "plain, ERROR, 1, AssertionError",
			"plain, CANCEL, 1, CancellationException", "plain, TIMEOUT, 1, TimeoutException", "plain, NEVER, 0, none",
			"plain, TWICE, 2, none", "stage, OK, 1, none", "stage, EXCEPTION, 1, IllegalStateException",
			"stage, ERROR, 1, AssertionError", "stage, CANCEL, 1, none", "stage, TIMEOUT, 1, TimeoutException",
			"stage, NEVER, 0, none", "stage, TWICE, 1, none", "minimal, OK, 1, none",
			"minimal, EXCEPTION, 1, IllegalStateException", "minimal, ERROR, 1, AssertionError",
			"minimal, CANCEL, 1, none", "minimal, TIMEOUT, 1, TimeoutException", "minimal, NEVER, 0, none",
			"minimal, TWICE, 1, none", "mono, OK, 1, none", "mono, EXCEPTION, 1, IllegalStateException",
			"mono, ERROR, 1, AssertionError", "mono, CANCEL, 1, none", "mono, TIMEOUT, 1, TimeoutException",
			"mono, NEVER, 0, none", "mono, TWICE, 2, none", "flux, OK, 1, none",
			"flux, EXCEPTION, 1, IllegalStateException", "flux, ERROR, 1, AssertionError", "flux, CANCEL, 1, none",
			"flux, TIMEOUT, 1, TimeoutException", "flux, NEVER, 0, none", "flux, TWICE, 2, none" })
	void isSpansWithStatusParentAndTimer(String shape, Outcome outcome, int count, String error) {
		long before = count(shape, error);
		long all = total(shape);
		Span parent = application.tracer().spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			call(shape, outcome);
			assertThat(Span.current()).isSameAs(parent);
			assertThat(MDC.get("span_id")).isEqualTo(parent.getSpanContext().getSpanId());
		}
		parent.end();
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		List<SpanData> spans = application.spans(count + 1)
			.stream()
			.filter((span) -> !span.getName().equals("parent"))
			.toList();
		assertThat(spans).hasSize(count)
			.allSatisfy((span) -> assertMatches(span, "Work." + shape, error, parent.getSpanContext().getSpanId()));
		assertThat(count(shape, error)).isEqualTo(before + count);
		assertThat(total(shape)).isEqualTo(all + count);
		assertThatTheWorkWasInside(spans, parent, shape, outcome);
	}

	// Ids that agree with MDC, and are those of the method and not of its caller
	private static void assertThatTheWorkWasInside(List<SpanData> spans, Span parent, String shape, Outcome outcome) {
		Work work = application.bean(Work.class);
		assertThat(work.disagreements()).isEmpty();
		if (outcome != Outcome.NEVER) {
			assertThat(Set.copyOf(work.seen()))
				.isEqualTo(spans.stream().map(SpanData::getSpanId).collect(Collectors.toSet()));
		}
		else if (shape.equals("stage") || shape.equals("minimal")) {
			assertThat(work.seen()).hasSize(1).doesNotContain(parent.getSpanContext().getSpanId());
		}
		else {
			assertThat(work.seen()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "stageThrowing", "monoThrowing", "fluxThrowing" })
	void whatThrowsBeforeItReturnsIsASpanThatFailed(String shape) {
		Work work = application.bean(Work.class);
		Span parent = application.tracer().spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			assertThatIllegalStateException().isThrownBy(() -> {
				switch (shape) {
					case "stageThrowing" -> work.stageThrowing();
					case "monoThrowing" -> work.monoThrowing();
					default -> work.fluxThrowing();
				}
			});
			assertThat(Span.current()).isSameAs(parent);
		}
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		assertThat(application.spans()).singleElement()
			.satisfies((span) -> assertMatches(span, "Work." + shape, "IllegalStateException",
					parent.getSpanContext().getSpanId()));
		assertThat(count(shape, "IllegalStateException")).isOne();
	}

	private static long count(String shape, String error) {
		Timer timer = application.meters()
			.find(TracedTimer.NAME)
			.tag("name", "Work." + shape)
			.tag("error", error)
			.timer();
		return (timer != null) ? timer.count() : 0;
	}

	// Whatever the error
	private static long total(String shape) {
		return application.meters()
			.find(TracedTimer.NAME)
			.tag("name", "Work." + shape)
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	private static void assertMatches(SpanData span, String name, String error, String parent) {
		assertThat(span.getName()).isEqualTo(name);
		assertThat(span.getParentSpanId()).isEqualTo(parent);
		String type = span.getAttributes().get(AttributeKey.stringKey("error.type"));
		if (error.equals("none")) {
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(type).isNull();
			assertThat(span.getEvents()).isEmpty();
		}
		else {
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(type).endsWith("." + error);
			assertThat(span.getEvents()).singleElement()
				.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
		}
		assertThat(span.getAttributes().get(AttributeKey.stringKey("code.function.name")))
			.isEqualTo("dev.observability.tracing.traced." + name);
	}

	private static void call(String shape, Outcome outcome) {
		Work work = application.bean(Work.class);
		switch (shape) {
			case "nothing" -> call(outcome, () -> work.nothing(outcome));
			case "plain" -> call(outcome, () -> assertThat(work.plain(outcome)).isEqualTo("done"));
			case "stage" -> await(work.stage(outcome), outcome);
			case "minimal" -> await(work.minimal(outcome).toCompletableFuture(), outcome);
			case "mono" -> subscribe(work.mono(outcome).flux(), outcome);
			default -> subscribe(work.flux(outcome), outcome);
		}
	}

	private static void call(Outcome outcome, ThrowingCallable work) {
		switch (outcome) {
			case NEVER -> {
				// Nobody calls
			}
			case TWICE -> assertThatNoException().isThrownBy(() -> {
				work.call();
				work.call();
			});
			default -> assertThat(String.valueOf(catchThrowable(work)))
				.isEqualTo(String.valueOf(outcome.thrownWhereOneWaits()));
		}
	}

	private static void await(CompletableFuture<String> future, Outcome outcome) {
		switch (outcome) {
			case NEVER -> {
				// Nobody completes it
			}
			case CANCEL -> future.cancel(true);
			case TWICE -> assertThat(future.join()).isEqualTo(future.join());
			default -> catchThrowable(() -> future.get(10, TimeUnit.SECONDS));
		}
	}

	private static void subscribe(Flux<String> flux, Outcome outcome) {
		switch (outcome) {
			case NEVER -> {
				// Nobody subscribes
			}
			case CANCEL -> {
				Disposable subscription = flux.subscribe();
				subscription.dispose();
			}
			case TWICE -> Mono.when(flux, flux).block();
			default -> catchThrowable(() -> flux.blockLast());
		}
	}

}
