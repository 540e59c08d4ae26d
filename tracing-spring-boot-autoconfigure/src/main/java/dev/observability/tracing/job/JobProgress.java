// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import dev.observability.tracing.propagation.Schedule;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * How far the job is that this thread works for. Step 6 of a request, on any thread that
 * has the context of the job; outside of a job nothing happens, and nothing is thrown.
 *
 * @since 0.1.0
 */
public final class JobProgress {

	private JobProgress() {
	}

	/**
	 * Says how much is done.
	 * @param percent 0 to 100
	 */
	public static void report(double percent) {
		report(percent, null);
	}

	/**
	 * Says how much is done, and what is being done. Of many reports the gauge
	 * {@code job.progress} has the last, and the span an event once a second, 64 at most
	 * and no more than half of what it keeps, so that an error still finds its place.
	 * @param percent 0 to 100; what is outside counts as the nearer of them
	 * @param message what is being done, up to 255 characters, or {@code null}
	 */
	public static void report(double percent, @Nullable String message) {
		JobRun run = JobRun.current();
		if (run != null) {
			run.report(percent, message);
		}
	}

	/**
	 * Says how the job ends, where "completed" does not say enough. One that fails or is
	 * cancelled has that as its result.
	 * @param result few words of low cardinality, such as {@code partial}
	 */
	public static void result(String result) {
		JobRun run = JobRun.current();
		if (run != null) {
			Schedule.worked(Context.current());
			run.result(result);
		}
	}

}
