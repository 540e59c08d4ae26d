// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.time.Instant;

import dev.observability.tracing.Tracing.Task;
import dev.observability.tracing.Tracing.Work;
import org.jspecify.annotations.Nullable;

/**
 * Runs of jobs by hand, for a worker of the application's own or of a library, where
 * {@link TracedJob} does not reach. A bean to inject. Step 6 of a request, on any thread.
 * <p>
 * No method throws for what is wrong with tracing; what the job throws goes through.
 *
 * @since 0.1.0
 */
public interface JobTracing {

	/**
	 * Describes a run, which begins with {@link JobSpec#run}, {@link JobSpec#call} or
	 * {@link JobSpec#start}.
	 * @param name name of the job and of its span, of low cardinality
	 * @return the description, to be used once and on one thread
	 */
	JobSpec job(String name);

	/**
	 * What is known of a run before it begins.
	 */
	interface JobSpec {

		/**
		 * Sets the group of jobs.
		 * @param namespace a name of low cardinality
		 * @return this
		 */
		JobSpec namespace(String namespace);

		/**
		 * Sets the id of the run.
		 * @param id the id
		 * @return this
		 */
		JobSpec id(@Nullable String id);

		/**
		 * Sets the priority.
		 * @param priority in the application's own measure
		 * @return this
		 */
		JobSpec priority(long priority);

		/**
		 * Sets when the run was due.
		 * @param scheduledAt that time
		 * @return this
		 */
		JobSpec scheduledAt(@Nullable Instant scheduledAt);

		/**
		 * Sets who runs it.
		 * @param id id of the worker, or {@code null}
		 * @param name name of the worker, or {@code null}
		 * @return this
		 */
		JobSpec worker(@Nullable String id, @Nullable String name);

		/**
		 * Sets the number of this attempt.
		 * @param attempt from 1
		 * @return this
		 */
		JobSpec attempt(long attempt);

		/**
		 * Sets for whom it runs.
		 * @param userId id of a user, which becomes the attribute {@code user.hash} by
		 * the key {@code observability.tracing.redaction.hash-key}
		 * @return this
		 */
		JobSpec userId(@Nullable String userId);

		/**
		 * Sets the trace that queued the run: the run is a trace of its own with a link
		 * to it, and goes by the same correlation id.
		 * @param snapshot what {@code Tracing.snapshot()} returned when it was queued;
		 * {@code null} and what is malformed is a trace of its own without a link
		 * @return this
		 */
		JobSpec trigger(@Nullable String snapshot);

		/**
		 * Runs the job.
		 * @param work the job
		 * @param <E> what it may throw
		 * @throws E what the job throws, after the span noted it
		 */
		default <E extends Throwable> void run(Work<E> work) throws E {
			call(() -> {
				work.run();
				return null;
			});
		}

		/**
		 * Runs the job and returns what comes of it.
		 * @param work the job
		 * @param <T> type of the result
		 * @param <E> what it may throw
		 * @return what the job returns
		 * @throws E what the job throws, after the span noted it
		 */
		default <T extends @Nullable Object, E extends Throwable> T call(Task<T, E> work) throws E {
			try (OpenJob job = start()) {
				try {
					return work.call();
				}
				catch (Throwable ex) {
					job.error(ex);
					throw ex;
				}
			}
		}

		/**
		 * Begins the run and makes it current on this thread, until it is closed there.
		 * @return the run, for a {@code try} with resources
		 */
		OpenJob start();

	}

	/**
	 * A run that was begun by hand. Closed without having failed, it completed.
	 */
	interface OpenJob extends AutoCloseable {

		/**
		 * Notes that it failed.
		 * @param error why
		 */
		void error(Throwable error);

		/** Ends it, on the thread on which it began. */
		@Override
		void close();

	}

}
