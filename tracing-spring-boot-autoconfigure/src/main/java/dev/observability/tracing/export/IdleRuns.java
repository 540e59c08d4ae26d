// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.observability.tracing.propagation.Schedule;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The scheduled runs that have not ended, to leave out those that only look for work and
 * find none: a poll each second would be most of what there is to see. Steps 6 to 9, on
 * any thread; nothing here waits for anything but another span of the same run.
 *
 * @since 0.1.0
 */
public final class IdleRuns {

	/** Runs at once; further ones leave whatever they do. */
	static final int MAX_RUNS = 1000;

	/** Idle runs that are kept for a while: work may begin on another thread. */
	static final int MAX_ENDED = 64;

	private final ConcurrentMap<String, ScheduledRun> runs = new ConcurrentHashMap<>();

	/** Trace ids, the oldest first; guarded by itself. */
	private final Deque<String> ended = new ArrayDeque<>();

	private final ExportLosses losses;

	private final boolean drops;

	IdleRuns(ExportLosses losses, boolean drops) {
		this.losses = losses;
		this.drops = drops;
	}

	/**
	 * Whether a span belongs to a scheduled run that has not found work so far, and may
	 * never leave. Nothing should lead to it.
	 * @param span any span, ended or not
	 * @return false for all spans of requests
	 */
	public boolean isIdle(Span span) {
		ScheduledRun run = find(span.getSpanContext());
		return run != null && run.isIdle();
	}

	/**
	 * Notes that a span started.
	 * @param parent context that it started in
	 * @param span that span
	 * @return those that leave now
	 */
	List<ReadableSpan> started(Context parent, ReadWriteSpan span) {
		if (!span.getParentSpanContext().isValid()) {
			Schedule schedule = this.drops ? Schedule.of(parent) : null;
			if (schedule != null && schedule.begin() && this.runs.size() < MAX_RUNS + MAX_ENDED) {
				this.runs.put(span.getSpanContext().getTraceId(), new ScheduledRun(span, schedule));
			}
			return List.of();
		}
		ScheduledRun run = find(span.getSpanContext());
		return (run != null) ? run.started() : List.of();
	}

	/**
	 * Notes that a span ended.
	 * @param span that span
	 * @return those that leave now, in the order in which they ended; {@code null} for
	 * the span alone
	 */
	@Nullable List<ReadableSpan> ended(ReadableSpan span) {
		ScheduledRun run = find(span.getSpanContext());
		if (run == null) {
			return null;
		}
		if (!run.isRoot(span)) {
			return run.ended(span);
		}
		String id = span.getSpanContext().getTraceId();
		List<ReadableSpan> leaving = run.end();
		if (leaving.isEmpty()) {
			keep(id);
		}
		else {
			this.runs.remove(id);
		}
		return leaving;
	}

	private void keep(String id) {
		String oldest;
		synchronized (this.ended) {
			this.ended.add(id);
			oldest = (this.ended.size() > MAX_ENDED) ? this.ended.remove() : null;
		}
		if (oldest != null) {
			drop(this.runs.remove(oldest));
		}
	}

	private void drop(@Nullable ScheduledRun run) {
		if (run != null) {
			// None where work had begun meanwhile
			this.losses.add(LossReason.IDLE, run.release().size());
		}
	}

	// Of all runs that have not ended
	List<ReadableSpan> releaseAll() {
		List<ReadableSpan> leaving = new ArrayList<>();
		for (ScheduledRun run : this.runs.values()) {
			if (!run.hasEnded()) {
				leaving.addAll(run.release());
			}
		}
		return leaving;
	}

	// Before the process ends
	void dropAll() {
		this.runs.values().removeIf((run) -> {
			if (run.hasEnded()) {
				drop(run);
			}
			return run.hasEnded();
		});
	}

	/**
	 * How many spans ended and wait until it is known whether their run was idle.
	 * @return a number that may be of the past
	 */
	long heldBack() {
		return this.runs.values().stream().mapToLong(ScheduledRun::heldBack).sum();
	}

	private @Nullable ScheduledRun find(SpanContext span) {
		return this.runs.isEmpty() ? null : this.runs.get(span.getTraceId());
	}

	@Override
	public String toString() {
		return this.drops ? "without idle runs" : "all runs";
	}

}
