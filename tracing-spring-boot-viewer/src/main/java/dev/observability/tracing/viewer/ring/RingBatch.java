// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;

/**
 * Puts into the ring what one request or one file brings. Step 11 of a request, on the
 * thread that reads it.
 */
final class RingBatch implements TraceSink {

	private final Ring ring;

	private final boolean imported;

	private final RepeatedLines repeated = new RepeatedLines();

	RingBatch(Ring ring, boolean imported) {
		this.ring = ring;
		this.imported = imported;
	}

	@Override
	public void span(SpanRecord span) {
		this.ring.add(span, this.imported);
	}

	@Override
	public void line(LogLine line) {
		this.ring.add(line, this.repeated);
	}

}
