// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says in the log where the page shows a request, a job or whatever else began a trace
 * here, if it failed or was slow: in a line that a terminal makes clickable. Step 10 of a
 * request, on the thread of the capture.
 * <p>
 * So many lines come at once as are allowed in a minute, then one whenever its part of a
 * minute has passed; a line tells how many were left out before it.
 */
final class TraceLinks implements TraceSink {

	private static final Log logger = LogFactory.getLog(TraceLinks.class);

	private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final int MAX_NAME = 120;

	/** Whoever names a span does not write lines of the log. */
	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

	private final TraceSink next;

	private final int perMinute;

	private final long slowNanos;

	private final Supplier<@Nullable String> page;

	private final LongSupplier nanoTime;

	private final List<SpanRecord> found = new ArrayList<>(0);

	/** When the lines so far are paid for. */
	private long paidNanos;

	/** Those that came before what was found, and have no line. */
	private long leftOutBefore;

	private long leftOut;

	/**
	 * Creates it.
	 * @param next where spans and lines go
	 * @param perMinute number of lines in a minute, 0 for none
	 * @param slowNanos from how long something counts as slow
	 * @param page gives the URL of the page with a slash at the end, {@code null} while
	 * it is not there
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 */
	TraceLinks(TraceSink next, int perMinute, long slowNanos, Supplier<@Nullable String> page, LongSupplier nanoTime) {
		this.next = next;
		this.perMinute = perMinute;
		this.slowNanos = slowNanos;
		this.page = page;
		this.nanoTime = nanoTime;
		this.paidNanos = nanoTime.getAsLong();
	}

	@Override
	public void span(SpanRecord span) {
		this.next.span(span);
		if (this.perMinute > 0 && span.isLocalRoot() && (span.isError() || span.durationNanos() >= this.slowNanos)) {
			if (isAllowed()) {
				found(span);
			}
			else {
				this.leftOut++;
			}
		}
	}

	private void found(SpanRecord span) {
		if (this.found.isEmpty()) {
			this.leftOutBefore = this.leftOut;
			this.leftOut = 0;
		}
		this.found.add(span);
	}

	private boolean isAllowed() {
		long now = this.nanoTime.getAsLong();
		long price = MINUTE_NANOS / this.perMinute;
		if (this.paidNanos - now < 0) {
			this.paidNanos = now;
		}
		if (this.found.size() >= this.perMinute || this.paidNanos - now > price * (this.perMinute - 1)) {
			return false;
		}
		this.paidNanos += price;
		return true;
	}

	@Override
	public void line(LogLine line) {
		this.next.line(line);
	}

	/** Logs what was found, after it went to where the link leads. */
	void flush() {
		if (this.found.isEmpty()) {
			return;
		}
		String url = this.page.get();
		if (url != null) {
			for (SpanRecord span : this.found) {
				logger.info(text(span) + ": " + url + "?trace=" + span.trace());
				this.leftOutBefore = 0;
			}
		}
		else {
			this.leftOut += this.leftOutBefore + this.found.size();
		}
		this.found.clear();
	}

	private String text(SpanRecord span) {
		String name = UNPRINTABLE.matcher(FieldsBuilder.cut(span.name(), MAX_NAME)).replaceAll("?");
		return name + (span.isError() ? " failed after " : " took ")
				+ TimeUnit.NANOSECONDS.toMillis(span.durationNanos()) + " ms"
				+ ((this.leftOutBefore > 0) ? " (" + this.leftOutBefore + " before it without a line)" : "");
	}

}
