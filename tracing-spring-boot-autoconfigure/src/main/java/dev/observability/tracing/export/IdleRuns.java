// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.observability.tracing.propagation.Schedule;
import io.opentelemetry.api.trace.Span;
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

	private final ConcurrentMap<String, ScheduledRun> runs = new ConcurrentHashMap<>();

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
		ScheduledRun run = this.runs.isEmpty() ? null : this.runs.get(span.getSpanContext().getTraceId());
		return run != null && run.isIdle();
	}

	// A span started
	void started(Context parent, ReadWriteSpan span) {
		if (!span.getParentSpanContext().isValid()) {
			if (this.drops && Schedule.began(parent) && this.runs.size() < MAX_RUNS) {
				this.runs.put(span.getSpanContext().getTraceId(), new ScheduledRun(span));
			}
			return;
		}
		ScheduledRun run = find(span);
		if (run != null) {
			run.started();
		}
	}

	/**
	 * Notes that a span ended.
	 * @param span that span
	 * @return those that leave now, in the order in which they ended; {@code null} for
	 * the span alone
	 */
	@Nullable Collection<ReadableSpan> ended(ReadableSpan span) {
		ScheduledRun run = find(span);
		if (run == null) {
			return null;
		}
		if (!run.isRoot(span)) {
			return run.ended(span);
		}
		this.runs.remove(span.getSpanContext().getTraceId());
		int dropped = run.drop();
		if (dropped > 0) {
			this.losses.add(LossReason.IDLE, dropped + 1L);
			return List.of();
		}
		List<ReadableSpan> leaving = run.release();
		leaving.add(span);
		return leaving;
	}

	// Of all runs, before the process ends
	List<ReadableSpan> releaseAll() {
		List<ReadableSpan> leaving = new ArrayList<>();
		this.runs.values().forEach((run) -> leaving.addAll(run.release()));
		return leaving;
	}

	private @Nullable ScheduledRun find(ReadableSpan span) {
		return this.runs.isEmpty() ? null : this.runs.get(span.getSpanContext().getTraceId());
	}

	@Override
	public String toString() {
		return this.drops ? "without idle runs" : "all runs";
	}

}
