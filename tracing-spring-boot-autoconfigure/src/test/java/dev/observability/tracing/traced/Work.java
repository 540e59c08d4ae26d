// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.TracedJob;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Traced methods of every kind that do what they are told.
 */
class Work {

	/** What ends the work. */
	enum Outcome {

		OK, EXCEPTION, ERROR, CANCEL, TIMEOUT, NEVER, TWICE;

		@Nullable Throwable thrown() {
			return switch (this) {
				case EXCEPTION -> new IllegalStateException("broken");
				case ERROR -> new AssertionError("gone");
				default -> null;
			};
		}

		/** Who waits itself hears of the end by an exception. */
		@Nullable Throwable thrownWhereOneWaits() {
			return switch (this) {
				case CANCEL -> new CancellationException("not wanted any more");
				case TIMEOUT -> new TimeoutException("too late");
				default -> thrown();
			};
		}

	}

	private final Queue<String> disagreements = new ConcurrentLinkedQueue<>();

	private final Queue<String> seen = new ConcurrentLinkedQueue<>();

	/** Those are asked for by whoever is inside of a span. */
	void checkIds(String name) {
		SpanContext current = Span.current().getSpanContext();
		this.seen.add(current.getSpanId());
		if (!current.isValid() || !current.getSpanId().equals(MDC.get("span_id"))
				|| !current.getTraceId().equals(MDC.get("trace_id"))
				|| !current.getTraceId().equals(MDC.get("correlation_id"))) {
			this.disagreements.add(name + ": " + current + " but MDC has " + MDC.getCopyOfContextMap());
		}
	}

	Queue<String> disagreements() {
		return this.disagreements;
	}

	/** Ids of the spans that the work was inside of. */
	Queue<String> seen() {
		return this.seen;
	}

	@Traced
	void nothing(Outcome outcome) throws Throwable {
		checkIds("nothing");
		end(outcome);
	}

	@Traced
	String plain(Outcome outcome) throws Throwable {
		checkIds("plain");
		end(outcome);
		return "done";
	}

	private static void end(Outcome outcome) throws Throwable {
		Throwable thrown = outcome.thrownWhereOneWaits();
		if (thrown != null) {
			throw thrown;
		}
	}

	@TracedJob
	CompletableFuture<String> job(Outcome outcome) {
		JobProgress.report(50);
		return stage(outcome);
	}

	@TracedJob
	Mono<String> monoJob(Outcome outcome) {
		return mono(outcome);
	}

	@Traced
	CompletableFuture<String> stageThrowing() {
		checkIds("stageThrowing");
		throw new IllegalStateException("broken");
	}

	@Traced
	Mono<String> monoThrowing() {
		throw new IllegalStateException("broken");
	}

	@Traced
	Flux<String> fluxThrowing() {
		throw new IllegalStateException("broken");
	}

	@Traced
	CompletionStage<String> minimal(Outcome outcome) {
		checkIds("minimal");
		CompletableFuture<String> future = future(outcome);
		if (outcome == Outcome.CANCEL) {
			future.cancel(true);
		}
		return future.minimalCompletionStage();
	}

	@Traced
	CompletableFuture<String> stage(Outcome outcome) {
		checkIds("stage");
		return future(outcome);
	}

	private static CompletableFuture<String> future(Outcome outcome) {
		CompletableFuture<String> future = new CompletableFuture<>();
		Throwable thrown = outcome.thrown();
		if (thrown != null) {
			future.completeExceptionally(thrown);
		}
		else if (outcome == Outcome.OK || outcome == Outcome.TWICE) {
			future.completeAsync(() -> "done");
		}
		else if (outcome == Outcome.TIMEOUT) {
			future.orTimeout(1, TimeUnit.MILLISECONDS);
		}
		return future;
	}

	@Traced
	Mono<String> mono(Outcome outcome) {
		return switch (outcome) {
			case OK, TWICE, NEVER -> Mono.just("done").doOnNext((value) -> checkIds("mono"));
			case CANCEL -> Mono.<String>never().doOnSubscribe((subscription) -> checkIds("mono cancelled"));
			case TIMEOUT ->
				Mono.<String>never().timeout(Duration.ofMillis(1)).doOnError((error) -> checkIds("mono timeout"));
			case EXCEPTION, ERROR -> Mono.<String>error(outcome::thrown).doOnError((error) -> checkIds("mono error"));
		};
	}

	@Traced
	Flux<String> flux(Outcome outcome) {
		return switch (outcome) {
			case OK, TWICE, NEVER -> Flux.just("one", "two").doOnNext((value) -> checkIds("flux"));
			case CANCEL -> Flux.<String>never().doOnSubscribe((subscription) -> checkIds("flux cancelled"));
			case TIMEOUT ->
				Flux.<String>never().timeout(Duration.ofMillis(1)).doOnError((error) -> checkIds("flux timeout"));
			case EXCEPTION, ERROR -> Flux.concat(Flux.just("one"), Flux.<String>error(outcome::thrown))
				.doOnError((error) -> checkIds("flux error"));
		};
	}

}
