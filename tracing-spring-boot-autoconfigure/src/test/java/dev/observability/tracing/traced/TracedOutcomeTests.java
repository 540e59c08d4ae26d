// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.traced.Work.Outcome;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
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
		assertThat(application.bean(Work.class).disagreements()).isEmpty();
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@ParameterizedTest
	@CsvSource({ "plain, OK, 1, none", "plain, EXCEPTION, 1, IllegalStateException", "plain, ERROR, 1, AssertionError",
			"stage, OK, 1, none", "stage, EXCEPTION, 1, IllegalStateException", "stage, ERROR, 1, AssertionError",
			"stage, CANCEL, 1, none", "stage, TIMEOUT, 1, TimeoutException", "stage, NEVER, 0, none",
			"mono, OK, 1, none", "mono, EXCEPTION, 1, IllegalStateException", "mono, ERROR, 1, AssertionError",
			"mono, CANCEL, 1, none", "mono, TIMEOUT, 1, TimeoutException", "mono, NEVER, 0, none",
			"mono, TWICE, 2, none", "flux, OK, 1, none", "flux, EXCEPTION, 1, IllegalStateException",
			"flux, ERROR, 1, AssertionError", "flux, CANCEL, 1, none", "flux, TIMEOUT, 1, TimeoutException",
			"flux, NEVER, 0, none", "flux, TWICE, 2, none" })
	void isSpansWithStatusParentAndTimer(String shape, Outcome outcome, int count, String error) {
		long before = count(shape, error);
		Span parent = application.tracer().spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			call(shape, outcome);
			assertThat(Span.current()).isSameAs(parent);
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
			case "plain" -> {
				Throwable thrown = catchThrowable(() -> work.plain(outcome));
				assertThat(String.valueOf(thrown)).isEqualTo(String.valueOf(outcome.thrown()));
			}
			case "stage" -> await(work.stage(outcome), outcome);
			case "mono" -> subscribe(work.mono(outcome).flux(), outcome);
			default -> subscribe(work.flux(outcome), outcome);
		}
	}

	private static void await(CompletableFuture<String> future, Outcome outcome) {
		switch (outcome) {
			case NEVER -> {
				// Nobody completes it
			}
			case CANCEL -> future.cancel(true);
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
