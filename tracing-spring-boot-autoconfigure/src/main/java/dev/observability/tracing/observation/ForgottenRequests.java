// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import jakarta.servlet.AsyncContext;

/**
 * Ends the spans of asynchronous requests that their container gave up without telling
 * anybody, at the latest a quarter of a second after that. Step 9 of a request, on a
 * thread of its own that exists from the first asynchronous request on.
 * <p>
 * Tomcat does that when the caller goes away before the container's thread has returned
 * from the request: no listener hears of it, and Spring never stops the observation. What
 * it did with the request is seen at the asynchronous context, which refuses every call
 * then.
 */
final class ForgottenRequests implements AutoCloseable {

	private static final long PERIOD_MILLIS = 250;

	private final Queue<Watched> watched = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private final ScheduledThreadPoolExecutor executor;

	private final Supplier<ObservationSpans> spans;

	/**
	 * Creates the watch of an application.
	 * @param spans what ends spans; asked for when the first one is to be ended
	 */
	ForgottenRequests(Supplier<ObservationSpans> spans) {
		this.spans = spans;
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "tracing-forgotten-requests");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Watches a request until its span has ended.
	 * @param async its asynchronous context
	 * @param observed its observation
	 * @param span its span, which is recorded
	 * @param start what is known of it
	 */
	void watch(AsyncContext async, Observation.Context observed, ObservationSpan span, AsyncStart start) {
		this.watched.add(new Watched(async, observed, span, start));
		if (this.started.compareAndSet(false, true)) {
			this.executor.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	// A look that throws would be the last one
	private void look() {
		try {
			endForgotten();
		}
		catch (RuntimeException | LinkageError ex) {
			// What ends spans is not there yet, or not any more; the next look has them
			// all
		}
	}

	private void endForgotten() {
		for (Iterator<Watched> all = this.watched.iterator(); all.hasNext();) {
			Watched request = all.next();
			if (request.span.isEnded()) {
				all.remove();
			}
			else if (request.isForgotten()) {
				ObservationSpans spans = this.spans.get();
				all.remove();
				request.start.forget();
				spans.stop(request.observed);
			}
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * A request that was not over when somebody last looked.
	 *
	 * @param async its asynchronous context
	 * @param observed its observation
	 * @param span its span
	 * @param start what is known of it
	 */
	private record Watched(AsyncContext async, Observation.Context observed, ObservationSpan span, AsyncStart start) {

		// One that is over in the ordinary way has stopped its observation before
		boolean isForgotten() {
			try {
				this.async.getTimeout();
				return false;
			}
			catch (IllegalStateException ex) {
				return !this.span.isEnded();
			}
			catch (RuntimeException ex) {
				// One that a filter put around it; nothing is known
				return false;
			}
		}

	}

}
