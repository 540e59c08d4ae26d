// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * A job that is running. Step 6 of a request, on all threads that work for it; never
 * throws.
 *
 * @since 0.1.0
 */
public final class JobRun {

	/**
	 * Events of one run at most. A span keeps 128 by default, and the error comes last;
	 * where it keeps fewer, half of them.
	 */
	static final int MAX_EVENTS = 64;

	/** Between two events, but for the first and that of 100 percent. */
	static final long EVENT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

	static final int MAX_TEXT = 255;

	private static final String EVENT = "job.progress";

	private static final double COMPLETE = 100;

	private static final double NANOS_PER_SECOND = 1e9;

	private static final ContextKey<JobRun> KEY = ContextKey.named("tracing-job-run");

	private final JobFacts facts;

	private final Span span;

	private final JobSeries series;

	private final JobWatch watch;

	private final int maxEvents;

	private final LongSupplier nanoTime;

	private final long started;

	private final long startEpochMillis = System.currentTimeMillis();

	private final AtomicBoolean ended = new AtomicBoolean();

	private double progress = Double.NaN;

	private @Nullable String message;

	private int events;

	private boolean completed;

	private long lastEvent;

	private @Nullable String result;

	/**
	 * Begins a run.
	 * @param facts what is known of it
	 * @param span its span
	 * @param series its meters
	 * @param watch told of its beginning and its end
	 * @param maxEvents events of progress at most
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 */
	JobRun(JobFacts facts, Span span, JobSeries series, JobWatch watch, int maxEvents, LongSupplier nanoTime) {
		this.facts = facts;
		this.span = span;
		this.series = series;
		this.watch = watch;
		this.maxEvents = maxEvents;
		this.nanoTime = nanoTime;
		this.started = nanoTime.getAsLong();
		if (span.isRecording()) {
			describe(facts, span);
		}
		if (facts.scheduledAt() != null) {
			delayed(facts.scheduledAt());
		}
		series.started();
		watch.started(this);
	}

	private static void describe(JobFacts facts, Span span) {
		span.setAttribute(JobAttribute.NAME.text(), facts.name());
		span.setAttribute(JobAttribute.NAMESPACE.text(), facts.namespace().isEmpty() ? null : facts.namespace());
		span.setAttribute(JobAttribute.ID.text(), facts.id());
		span.setAttribute(JobAttribute.PRIORITY.number(), facts.priority());
		span.setAttribute(JobAttribute.WORKER_ID.text(), facts.workerId());
		span.setAttribute(JobAttribute.WORKER_NAME.text(), facts.workerName());
		span.setAttribute(JobAttribute.ATTEMPT.number(), facts.attempt());
	}

	// A clock that differs from that of who planned it makes no negative delay
	private void delayed(Instant scheduledAt) {
		Duration late = Duration.between(scheduledAt, Instant.now());
		double seconds = Math.max(0, late.getSeconds() + late.getNano() / NANOS_PER_SECOND);
		this.span.setAttribute(JobAttribute.SCHEDULED_AT.text(), scheduledAt.toString());
		this.span.setAttribute(JobAttribute.SCHEDULE_DELAY.fraction(), seconds);
		this.series.delayed(seconds);
	}

	static @Nullable JobRun current() {
		return Context.current().get(KEY);
	}

	/**
	 * Returns a context in which this is the current run.
	 * @param context any context
	 * @return the context with the run
	 */
	public Context in(Context context) {
		return context.with(KEY, this);
	}

	/**
	 * Notes how much is done.
	 * @param percent 0 to 100; what is outside counts as the nearer of them, what is no
	 * number does not count
	 * @param message what is being done, or {@code null}
	 */
	void report(double percent, @Nullable String message) {
		if (Double.isNaN(percent) || this.ended.get()) {
			return;
		}
		double progress = Math.min(COMPLETE, Math.max(0, percent));
		this.series.progressed(progress);
		if (isWorthAnEvent(progress, message) && this.span.isRecording()) {
			this.span.addEvent(EVENT, attributes(progress, message));
		}
	}

	private synchronized boolean isWorthAnEvent(double progress, @Nullable String message) {
		long now = this.nanoTime.getAsLong();
		boolean complete = progress == COMPLETE && !this.completed;
		boolean due = this.events == 0 || now - this.lastEvent >= EVENT_INTERVAL_NANOS;
		this.progress = progress;
		this.message = message;
		// The last place is kept for the end of the work
		int places = (complete || this.completed) ? this.maxEvents : this.maxEvents - 1;
		if (this.events >= places || !(complete || due)) {
			return false;
		}
		this.completed |= complete;
		this.events++;
		this.lastEvent = now;
		return true;
	}

	private static Attributes attributes(double progress, @Nullable String message) {
		AttributesBuilder attributes = Attributes.builder().put(JobAttribute.PROGRESS.fraction(), progress);
		if (message != null) {
			attributes.put(JobAttribute.PROGRESS_MESSAGE.text(), shortened(message));
		}
		return attributes.build();
	}

	private static String shortened(String text) {
		return (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) : text;
	}

	synchronized void result(String result) {
		this.result = shortened(result);
	}

	private synchronized String result(JobResult how) {
		String said = this.result;
		return (said != null && how == JobResult.COMPLETED) ? said : how.text();
	}

	private synchronized double progress() {
		return this.progress;
	}

	/**
	 * Returns what was known when it began.
	 * @return the facts
	 */
	public JobFacts facts() {
		return this.facts;
	}

	/**
	 * Returns its span.
	 * @return the span, recorded or not
	 */
	public Span span() {
		return this.span;
	}

	/**
	 * Returns when it began.
	 * @return milliseconds since 1970
	 */
	public long startEpochMillis() {
		return this.startEpochMillis;
	}

	/**
	 * Returns how much it said is done, last.
	 * @return 0 to 100, {@code null} where it said nothing
	 */
	public @Nullable Double percent() {
		double progress = progress();
		return Double.isNaN(progress) ? null : progress;
	}

	/**
	 * Returns what it said is being done, last.
	 * @return the message, not masked and of any length, {@code null} where it said none
	 */
	public synchronized @Nullable String message() {
		return this.message;
	}

	/**
	 * Notes the end, inside the scope of the span and before it ends. Only the first end
	 * counts.
	 * @param how how it ended
	 */
	public void end(JobResult how) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		if (this.span.isRecording()) {
			this.span.setAttribute(JobAttribute.RESULT.text(), result(how));
			double progress = progress();
			if (!Double.isNaN(progress)) {
				this.span.setAttribute(JobAttribute.PROGRESS.fraction(), progress);
			}
		}
		this.series.ended(how, this.nanoTime.getAsLong() - this.started);
		this.watch.ended(this);
	}

}
