// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Does what follows when a time is over, on one thread of its own and in order: it may
 * write to a disk, encode spans, close a connection or log, and the JDK has one timer for
 * all of a process, with the timeouts of the application. The JDK's timer only wakes this
 * thread, a daemon that is there from the first time that runs out until it was idle, so
 * that nobody has to end it.
 */
final class ExportTimer implements Executor {

	private final ThreadPoolExecutor thread;

	ExportTimer() {
		// What waits for it is bounded by the spans in flight
		this.thread = new ThreadPoolExecutor(1, 1, SenderThreads.IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> SenderThreads.daemon(task, "tracing-export-timer"));
		this.thread.allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		this.thread.execute(task);
	}

	/**
	 * Ends work by a {@link java.util.concurrent.TimeoutException} unless it has ended by
	 * itself.
	 * @param work what to end
	 * @param nanos after which
	 */
	void limit(CompletableFuture<?> work, long nanos) {
		limit(work, new CompletableFuture<>(), nanos);
	}

	/**
	 * Ends work by a {@link java.util.concurrent.TimeoutException} unless it has ended by
	 * itself.
	 * @param work what to end
	 * @param time ends the work earlier by what it fails with; done with the work
	 * @param nanos after which
	 */
	void limit(CompletableFuture<?> work, CompletableFuture<@Nullable Void> time, long nanos) {
		time.orTimeout(nanos, TimeUnit.NANOSECONDS);
		time.whenComplete((done, over) -> {
			if (over != null) {
				execute(() -> work.completeExceptionally(over));
			}
		});
		work.whenComplete((done, failure) -> time.complete(null));
	}

}
