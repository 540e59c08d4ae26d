// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

	private static final AttributeKey<Long> ROWS = AttributeKey.longKey("db.response.returned_rows");

	private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");

	private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

	private final ReadableSpan root;

	private final List<ReadableSpan> held = new ArrayList<>();

	private int open;

	private boolean worked;

	ScheduledRun(ReadableSpan root) {
		this.root = root;
	}

	boolean isRoot(ReadableSpan span) {
		return span == this.root;
	}

	synchronized void started() {
		this.open++;
	}

	/**
	 * Notes that a span below the root ended.
	 * @param span that span
	 * @return what is to leave now: nothing while the run may still be idle, else the
	 * span and those that it held back
	 */
	synchronized List<ReadableSpan> ended(ReadableSpan span) {
		this.open--;
		boolean idle = !this.worked && this.held.size() < MAX_HELD && isIdleQuery(span);
		if (idle) {
			this.held.add(span);
			return List.of();
		}
		List<ReadableSpan> leaving = release();
		leaving.add(span);
		return leaving;
	}

	private static boolean isIdleQuery(ReadableSpan span) {
		Long rows = span.getAttribute(ROWS);
		return rows != null && rows == 0 && "SELECT".equals(span.getAttribute(OPERATION))
				&& span.getAttribute(ERROR) == null;
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

	/**
	 * Whether the run found no work so far, or has not looked yet.
	 * @return false once it has done something
	 */
	synchronized boolean isIdle() {
		if (this.worked || this.root.getLatencyNanos() > MAX_NANOS) {
			return false;
		}
		SpanData root = this.root.toSpanData();
		return root.getEvents().isEmpty() && root.getStatus().getStatusCode() != StatusCode.ERROR;
	}

	/**
	 * Decides at the end of the run.
	 * @return the number of spans that are held back for good, 0 if the run did something
	 */
	synchronized int drop() {
		boolean idle = !this.held.isEmpty() && this.open == 0 && isIdle();
		return idle ? this.held.size() : 0;
	}

}
