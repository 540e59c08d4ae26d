// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.observability.tracing.Tracing.OpenSpan;
import dev.observability.tracing.Tracing.SpanSpec;
import dev.observability.tracing.job.JobTracing.JobSpec;
import dev.observability.tracing.job.JobTracing.OpenJob;
import dev.observability.tracing.propagation.CurrentContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A run by hand, from what is known of it to its end. Step 6 of a request, on the thread
 * that describes it; throws only what the job throws.
 */
final class ManualJob implements JobSpec {

	private static final Log logger = LogFactory.getLog(ManualJob.class);

	private static final AtomicBoolean failed = new AtomicBoolean();

	private final SpanSpec span;

	private final @Nullable JobRuns runs;

	private final String name;

	private String namespace = "";

	private @Nullable String id;

	private @Nullable Long priority;

	private @Nullable Instant scheduledAt;

	private @Nullable String workerId;

	private @Nullable String workerName;

	private @Nullable Long attempt;

	private @Nullable String userId;

	ManualJob(SpanSpec span, @Nullable JobRuns runs, String name) {
		this.span = span;
		this.runs = runs;
		this.name = name;
	}

	@Override
	public JobSpec namespace(String namespace) {
		this.namespace = namespace;
		return this;
	}

	@Override
	public JobSpec id(@Nullable String id) {
		this.id = id;
		return this;
	}

	@Override
	public JobSpec priority(long priority) {
		this.priority = priority;
		return this;
	}

	@Override
	public JobSpec scheduledAt(@Nullable Instant scheduledAt) {
		this.scheduledAt = scheduledAt;
		return this;
	}

	@Override
	public JobSpec worker(@Nullable String id, @Nullable String name) {
		this.workerId = id;
		this.workerName = name;
		return this;
	}

	@Override
	public JobSpec attempt(long attempt) {
		this.attempt = attempt;
		return this;
	}

	@Override
	public JobSpec userId(@Nullable String userId) {
		this.userId = userId;
		return this;
	}

	@Override
	public JobSpec trigger(@Nullable String snapshot) {
		this.span.newRootOf(snapshot);
		return this;
	}

	@Override
	public OpenJob start() {
		if (this.runs == null) {
			return new Opened(null, null, Scope.noop());
		}
		OpenSpan opened = this.span.start();
		JobRun run = startRun(this.runs);
		return new Opened(opened, run, (run != null) ? open(run) : Scope.noop());
	}

	// What is wrong with its facts costs them, and not the job
	private @Nullable JobRun startRun(JobRuns runs) {
		JobFacts facts = new JobFacts(this.name, this.namespace, this.id, this.priority, this.scheduledAt,
				this.workerId, this.workerName, this.attempt, this.userId);
		try {
			return runs.start(facts, Span.current());
		}
		catch (RuntimeException | LinkageError ex) {
			if (failed.compareAndSet(false, true)) {
				logger.warn("A job has a span without facts and meters; the job was not affected. Not logged again: "
						+ ex.getClass().getName());
			}
			return null;
		}
	}

	private static Scope open(JobRun run) {
		try {
			return CurrentContext.open(run.in(Context.current()));
		}
		catch (RuntimeException | LinkageError ex) {
			// A listener of the application; the job has nothing to report to
			return Scope.noop();
		}
	}

	/**
	 * The run while it is current.
	 */
	private static final class Opened implements OpenJob {

		private final @Nullable OpenSpan span;

		private final @Nullable JobRun run;

		private final Scope scope;

		private JobResult result = JobResult.COMPLETED;

		private boolean closed;

		Opened(@Nullable OpenSpan span, @Nullable JobRun run, Scope scope) {
			this.span = span;
			this.run = run;
			this.scope = scope;
		}

		@Override
		public void error(Throwable error) {
			this.result = JobResult.FAILED;
			if (this.span != null) {
				this.span.error(error);
			}
		}

		@Override
		public void close() {
			if (this.closed) {
				return;
			}
			this.closed = true;
			if (this.run != null) {
				this.run.end(this.result);
			}
			try {
				this.scope.close();
			}
			catch (RuntimeException | LinkageError ex) {
				// The same listener again
			}
			if (this.span != null) {
				this.span.close();
			}
		}

	}

}
