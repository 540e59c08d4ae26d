// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Bounds the time that the end of the application waits for a collector: from the moment
 * the tracer provider ends, exports get one common deadline. The SDK alone waits ten
 * seconds for each of its parts that refuses to end. A processor that sees no span,
 * because the provider ends its processors in order and nothing else tells when it
 * begins: a bean that takes long to end before it must not use up the time of the spans.
 * Main thread or shutdown hook; the exports are on exporter threads.
 */
final class ExportShutdown implements SpanProcessor, Ordered {

	private final Duration timeout;

	private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();

	private final Set<CompletableFuture<@Nullable Void>> pauses = ConcurrentHashMap.newKeySet();

	/** Set before {@link #stopping}. */
	private volatile long deadlineNanos;

	/** Set while the application ends. */
	private volatile boolean stopping;

	private volatile boolean over;

	ExportShutdown(Duration timeout) {
		this.timeout = timeout;
	}

	// What remains until the deadline, the whole time where it does not run yet
	long remainingNanos() {
		return this.stopping ? Math.max(0, this.deadlineNanos - System.nanoTime()) : this.timeout.toNanos();
	}

	boolean isStopping() {
		return this.stopping;
	}

	boolean isOver() {
		return this.over;
	}

	/**
	 * Waits between two attempts, not longer than until the application ends.
	 * @param nanos how long
	 * @return done on a thread that must not be held up: go on with another one
	 */
	CompletableFuture<?> pause(long nanos) {
		CompletableFuture<@Nullable Void> pause = new CompletableFuture<>();
		this.pauses.add(pause);
		pause.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
		pause.thenRun(() -> this.pauses.remove(pause));
		if (this.stopping) {
			pause.complete(null);
		}
		return pause;
	}

	/**
	 * Ends work with the application.
	 * @param work fails then, on a thread that must not be held up
	 */
	void track(CompletableFuture<?> work) {
		this.inFlight.add(work);
		work.whenComplete((result, failure) -> this.inFlight.remove(work));
		if (this.over) {
			work.completeExceptionally(new ShutdownTimeoutException());
		}
	}

	/**
	 * Starts the deadline. The application is at its end; nothing starts it again.
	 */
	@Override
	public synchronized CompletableResultCode shutdown() {
		if (!this.stopping) {
			this.deadlineNanos = System.nanoTime() + this.timeout.toNanos();
			this.stopping = true;
			this.pauses.forEach((pause) -> pause.complete(null));
			CompletableFuture.delayedExecutor(this.timeout.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
				.execute(this::end);
		}
		return CompletableResultCode.ofSuccess();
	}

	private void end() {
		this.over = true;
		this.inFlight.forEach((work) -> work.completeExceptionally(new ShutdownTimeoutException()));
	}

	@Override
	public int getOrder() {
		// Before the processor that waits for its exports
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public boolean isEndRequired() {
		return false;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		// Not asked for
	}

	@Override
	public void onEnd(ReadableSpan span) {
		// Not asked for
	}

	@Override
	public String toString() {
		return "end within " + this.timeout;
	}

	/**
	 * Ends an export that the end of the application does not wait for.
	 */
	static final class ShutdownTimeoutException extends TimeoutException {

		ShutdownTimeoutException() {
			super("the application ends");
		}

	}

}
