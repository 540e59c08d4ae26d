// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A servlet response that has the ids from the start, at step 5 of a request, and keeps
 * them. Request thread, and that of an asynchronous answer; never throws.
 * <p>
 * Nothing tells a filter that a response is about to be committed, and most are before
 * the filter is back. So the headers are there first, and what the application does later
 * comes before them: its own value of an id replaces ours instead of standing beside it,
 * its own {@code Server-Timing} gets ours as a further line, and a reset takes them away
 * only to have them set again.
 */
final class CorrelationResponse extends HttpServletResponseWrapper {

	private final CorrelationHeaders headers;

	private final CorrelationFacts facts;

	private final @Nullable String serverTiming;

	CorrelationResponse(HttpServletResponse response, CorrelationHeaders headers, CorrelationFacts facts) {
		super(response);
		this.headers = headers;
		this.facts = facts;
		this.serverTiming = headers.serverTiming() ? facts.serverTiming() : null;
		write();
	}

	private void write() {
		if (isCommitted()) {
			return;
		}
		writeId(this.headers.correlationId(), this.facts.correlationId());
		writeId(this.headers.traceId(), this.facts.traceId());
		writeServerTiming();
	}

	private void writeId(@Nullable String name, @Nullable String id) {
		if (name != null && id != null && !containsHeader(name)) {
			super.addHeader(name, id);
		}
	}

	private void writeServerTiming() {
		if (this.serverTiming != null && !hasServerTiming(this.serverTiming)) {
			super.addHeader(CorrelationHeaders.SERVER_TIMING, this.serverTiming);
		}
	}

	// The list is made only where there is something in it
	private boolean hasServerTiming(String value) {
		return containsHeader(CorrelationHeaders.SERVER_TIMING)
				&& getHeaders(CorrelationHeaders.SERVER_TIMING).contains(value);
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		super.setHeader(name, value);
		// Null takes the header away, which is the application's right
		if (value != null && CorrelationHeaders.SERVER_TIMING.equalsIgnoreCase(name)) {
			writeServerTiming();
		}
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		if (value != null && this.headers.isId(name) && isOurs(getHeader(name))) {
			super.setHeader(name, value);
			return;
		}
		super.addHeader(name, value);
		// Spring puts a header by taking it away and adding its values
		if (value != null && CorrelationHeaders.SERVER_TIMING.equalsIgnoreCase(name)) {
			writeServerTiming();
		}
	}

	@Override
	public void addIntHeader(String name, int value) {
		if (this.headers.isId(name) && isOurs(getHeader(name))) {
			super.setIntHeader(name, value);
			return;
		}
		super.addIntHeader(name, value);
	}

	@Override
	public void addDateHeader(String name, long date) {
		if (this.headers.isId(name) && isOurs(getHeader(name))) {
			super.setDateHeader(name, date);
			return;
		}
		super.addDateHeader(name, date);
	}

	private boolean isOurs(@Nullable String value) {
		return this.facts.correlationId().equals(value) || (value != null && value.equals(this.facts.traceId()));
	}

	@Override
	public void reset() {
		super.reset();
		write();
	}

}
