// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Sees the spans that have ended, beside the queues of the exporters: all that are
 * recorded, sampled or not, but for those of idle runs. Each bean of this type is one.
 * Step 9 of a request, on the thread that ends the span: it must return at once. What it
 * throws reaches nobody.
 *
 * @since 0.1.0
 */
public interface SpanTap {

	/**
	 * Takes a span. It is not masked: {@link SpanMask} does that, off this thread.
	 * @param span a span that has ended
	 */
	void ended(ReadableSpan span);

}
