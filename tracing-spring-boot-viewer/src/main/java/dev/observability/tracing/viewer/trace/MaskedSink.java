// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import org.jspecify.annotations.Nullable;

/**
 * Masks spans and log lines before another sink gets them. For what one request brings;
 * its thread.
 *
 * @since 0.1.0
 */
public final class MaskedSink implements TraceSink {

	private final TraceSink sink;

	private final RecordMask mask;

	/** Hundreds of spans come with the same. */
	private @Nullable Origin origin;

	private @Nullable Origin masked;

	/**
	 * Creates it.
	 * @param sink gets what is masked
	 * @param mask the rules
	 */
	public MaskedSink(TraceSink sink, RecordMask mask) {
		this.sink = sink;
		this.mask = mask;
	}

	@Override
	public void span(SpanRecord span) {
		this.sink.span(this.mask.span(span, masked(span.origin())));
	}

	@Override
	public void line(LogLine line) {
		this.sink.line(this.mask.line(line, masked(line.origin())));
	}

	@Override
	public @Nullable Object body(Object body) {
		return this.mask.body(body);
	}

	private Origin masked(Origin origin) {
		Origin known = (origin == this.origin) ? this.masked : null;
		if (known == null) {
			known = this.mask.origin(origin);
			this.origin = origin;
			this.masked = known;
		}
		return known;
	}

}
