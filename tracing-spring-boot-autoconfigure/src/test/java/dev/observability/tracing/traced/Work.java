// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.TracedJob;
import io.opentelemetry.api.trace.Span;
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

	}

	private final Queue<String> disagreements = new ConcurrentLinkedQueue<>();

	/** Those are asked for by whoever is inside of a span. */
	void checkIds(String name) {
		String current = Span.current().getSpanContext().getSpanId();
		if (!Span.current().getSpanContext().isValid() || !current.equals(MDC.get("span_id"))) {
			this.disagreements.add(name + ": " + current + " but MDC has " + MDC.getCopyOfContextMap());
		}
	}

	Queue<String> disagreements() {
		return this.disagreements;
	}

	@Traced
	String plain(Outcome outcome) throws Throwable {
		checkIds("plain");
		Throwable thrown = outcome.thrown();
		if (thrown != null) {
			throw thrown;
		}
		return "done";
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
	CompletableFuture<String> stage(Outcome outcome) {
		checkIds("stage");
		CompletableFuture<String> future = new CompletableFuture<>();
		Throwable thrown = outcome.thrown();
		if (thrown != null) {
			future.completeExceptionally(thrown);
		}
		else if (outcome == Outcome.OK) {
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
