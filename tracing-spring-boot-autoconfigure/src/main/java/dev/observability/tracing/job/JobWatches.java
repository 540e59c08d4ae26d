// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells every {@link JobWatch}. Step 6 of a request, on the threads that run the jobs;
 * never throws. That one fails is said once.
 */
final class JobWatches implements JobWatch {

	private static final Log logger = LogFactory.getLog(JobWatches.class);

	private final Supplier<List<JobWatch>> watches;

	private volatile boolean failed;

	/**
	 * Creates it.
	 * @param watches gives the watches, asked for with the first run
	 */
	JobWatches(Supplier<List<JobWatch>> watches) {
		this.watches = watches;
	}

	@Override
	public void started(JobRun run) {
		tell((watch) -> watch.started(run));
	}

	@Override
	public void ended(JobRun run) {
		tell((watch) -> watch.ended(run));
	}

	private void tell(Consumer<JobWatch> what) {
		try {
			this.watches.get().forEach((watch) -> tell(watch, what));
		}
		catch (RuntimeException | LinkageError ex) {
			// A bean that cannot be made, or not any more
			failed(JobWatch.class, ex);
		}
	}

	private void tell(JobWatch watch, Consumer<JobWatch> what) {
		try {
			what.accept(watch);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(watch.getClass(), ex);
		}
	}

	private void failed(Class<?> watch, Throwable failure) {
		if (!this.failed) {
			this.failed = true;
			logger.warn("A run of a job is missing from " + watch.getName() + ". Not logged again", failure);
		}
	}

}
