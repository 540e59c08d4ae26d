// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextExecutorService;

/**
 * Passes the context on to the threads of a scheduler, with those tasks that do not
 * repeat. Step 6 of a request, on the thread that gives the task.
 */
final class ScheduledThreads extends ContextExecutorService<ScheduledExecutorService>
		implements ScheduledExecutorService {

	private final Handover handover;

	ScheduledThreads(ScheduledExecutorService service, Handover handover) {
		super(service, () -> handover.capture(false));
		this.handover = handover;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
		return getExecutorService().schedule(capture().wrap(task), delay, unit);
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
		return getExecutorService().schedule(capture().wrap(task), delay, unit);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
		return getExecutorService().scheduleAtFixedRate(this.handover.capture(true).wrap(task), initialDelay, period,
				unit);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
		return getExecutorService().scheduleWithFixedDelay(this.handover.capture(true).wrap(task), initialDelay, delay,
				unit);
	}

}
