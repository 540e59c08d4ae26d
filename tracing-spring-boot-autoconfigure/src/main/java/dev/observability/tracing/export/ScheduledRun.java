// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.observability.tracing.propagation.Schedule;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * What is known of a scheduled run until it ends: whether it did nothing but look for
 * work and find none. Steps 6 to 9, on any thread that works for the run.
 * <p>
 * It did, if it queried a database, no query found a row, nothing else became a span, no
 * span had an error or an event, and it was quick.
 */
final class ScheduledRun {

	/** More queries than that are work. */
	static final int MAX_HELD = 16;

	/** A look that takes longer is worth a look. */
	static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final String SCOPE = "dev.observability.tracing.jdbc";

	private static final AttributeKey<Long> ROWS = AttributeKey.longKey("db.response.returned_rows");

	private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");

	private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");

	/** A statement that begins with SELECT or WITH may write all the same. */
	private static final Pattern WRITES = Pattern.compile("\\b(INSERT|UPDATE|DELETE|MERGE|CALL)\\b",
			Pattern.CASE_INSENSITIVE);

	private final ReadableSpan root;

	private final Schedule schedule;

	private final List<ReadableSpan> held = new ArrayList<>();

	private int open;

	private boolean worked;

	private boolean ended;

	ScheduledRun(ReadableSpan root, Schedule schedule) {
		this.root = root;
		this.schedule = schedule;
	}

	boolean isRoot(ReadableSpan span) {
		return span == this.root;
	}

	/**
	 * Notes that a span below the root started.
	 * @return what is to leave now, which is all if the run had ended as idle
	 */
	synchronized List<ReadableSpan> started() {
		this.open++;
		return this.ended ? release() : List.of();
	}

	/**
	 * Notes that a span below the root ended.
	 * @param span that span
	 * @return what is to leave now: nothing while the run may still be idle, else the
	 * span and those that it held back
	 */
	synchronized List<ReadableSpan> ended(ReadableSpan span) {
		this.open--;
		if (!this.worked && this.held.size() < MAX_HELD && isQuick() && isIdleQuery(span)) {
			this.held.add(span);
			return List.of();
		}
		List<ReadableSpan> leaving = release();
		leaving.add(span);
		return leaving;
	}

	private boolean isQuick() {
		return this.root.getLatencyNanos() <= MAX_NANOS;
	}

	private static boolean isIdleQuery(ReadableSpan span) {
		Long rows = span.getAttribute(ROWS);
		String summary = span.getAttribute(SUMMARY);
		return rows != null && rows == 0 && SCOPE.equals(span.getInstrumentationScopeInfo().getName())
				&& "SELECT".equalsIgnoreCase(span.getAttribute(OPERATION))
				&& (summary == null || !WRITES.matcher(summary).find()) && isSilent(span);
	}

	private static boolean isSilent(ReadableSpan span) {
		SpanData data = span.toSpanData();
		return data.getEvents().isEmpty() && data.getLinks().isEmpty()
				&& data.getStatus().getStatusCode() == StatusCode.UNSET;
	}

	/**
	 * Notes the end of the run.
	 * @return what is to leave now: nothing if the run was idle, else all that was held
	 * back and the root
	 */
	synchronized List<ReadableSpan> end() {
		boolean idle = !this.held.isEmpty() && this.open == 0 && isIdle();
		this.held.add(this.root);
		this.ended = true;
		return idle ? List.of() : release();
	}

	/**
	 * Whether the run found no work so far, or has not looked yet.
	 * @return false once it has done something
	 */
	synchronized boolean isIdle() {
		return !this.worked && !this.schedule.hasWorked() && isQuick() && isSilent(this.root);
	}

	/**
	 * Holds nothing back from now on.
	 * @return what was held back
	 */
	synchronized List<ReadableSpan> release() {
		this.worked = true;
		List<ReadableSpan> leaving = new ArrayList<>(this.held);
		this.held.clear();
		return leaving;
	}

	synchronized long heldBack() {
		return this.held.size();
	}

	synchronized boolean hasEnded() {
		return this.ended;
	}

}
