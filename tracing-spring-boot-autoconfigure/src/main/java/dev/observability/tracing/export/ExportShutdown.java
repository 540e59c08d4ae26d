// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.context.SmartLifecycle;

/**
 * Bounds the time that the end of the application waits for a collector: from the moment
 * every other part of the application has stopped, exports get one common deadline. The
 * SDK alone waits ten seconds for each of its parts that refuses to end. Main thread or
 * shutdown hook; the exports are on exporter threads.
 */
final class ExportShutdown implements SmartLifecycle {

	private final Duration timeout;

	private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();

	/** Set while the application ends. */
	private volatile boolean stopping;

	private volatile boolean over;

	private volatile long deadlineNanos;

	ExportShutdown(Duration timeout) {
		this.timeout = timeout;
	}

	boolean isOver() {
		return this.over;
	}

	// What remains until the deadline, the whole time where it does not run yet
	long remainingNanos() {
		return this.stopping ? Math.max(0, this.deadlineNanos - System.nanoTime()) : this.timeout.toNanos();
	}

	void track(CompletableFuture<?> work) {
		this.inFlight.add(work);
		work.whenComplete((result, failure) -> this.inFlight.remove(work));
		if (this.over) {
			work.completeExceptionally(new ShutdownTimeoutException());
		}
	}

	@Override
	public void start() {
		this.stopping = false;
		this.over = false;
	}

	@Override
	public void stop() {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		this.deadlineNanos = deadline;
		this.stopping = true;
		CompletableFuture.delayedExecutor(this.timeout.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
			.execute(() -> end(deadline));
	}

	private void end(long deadline) {
		// A context can be started again
		if (this.stopping && this.deadlineNanos == deadline) {
			this.over = true;
			this.inFlight.forEach((work) -> work.completeExceptionally(new ShutdownTimeoutException()));
		}
	}

	@Override
	public boolean isRunning() {
		return !this.stopping;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		// Starts first and stops last: requests still end while the web server stops
		return Integer.MIN_VALUE;
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
