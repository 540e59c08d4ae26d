// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a sender. As many as it needs, which are one or two: an exporter sends
 * one batch after the other, and more are there only while a host name takes long to be
 * found. Daemons that end when they are idle, so that nobody has to end them.
 */
final class SenderThreads {

	/** Longer than Boot's longest pause between batches, 5 s. */
	static final long IDLE_SECONDS = 10;

	private SenderThreads() {
	}

	/**
	 * Returns the threads of a sender.
	 * @param given those of the application, {@code null} for our own
	 * @param name of ours
	 * @return the threads
	 */
	static Executor of(@Nullable ExecutorService given, String name) {
		if (given != null) {
			return given;
		}
		AtomicInteger number = new AtomicInteger();
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> daemon(task, name + "-" + number.incrementAndGet()));
	}

	static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

}
