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
	String job(Outcome outcome) throws Throwable {
		JobProgress.report(50);
		return plain(outcome);
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
			case CANCEL -> Mono.never();
			case TIMEOUT -> Mono.<String>never().timeout(Duration.ofMillis(1));
			case EXCEPTION, ERROR -> Mono.error(outcome::thrown);
		};
	}

	@Traced
	Flux<String> flux(Outcome outcome) {
		return switch (outcome) {
			case OK, TWICE, NEVER -> Flux.just("one", "two").doOnNext((value) -> checkIds("flux"));
			case CANCEL -> Flux.never();
			case TIMEOUT -> Flux.<String>never().timeout(Duration.ofMillis(1));
			case EXCEPTION, ERROR -> Flux.concat(Flux.just("one"), Flux.error(outcome::thrown));
		};
	}

}
