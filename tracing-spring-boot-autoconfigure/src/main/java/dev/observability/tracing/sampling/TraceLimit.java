// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * How many spans of one trace are recorded in this process, and how many were not. Step 3
 * of a request, on the threads that start spans.
 */
final class TraceLimit {

	private static final Log logger = LogFactory.getLog(TraceLimit.class);

	private final int maxSpans;

	private final LongAdder cut = new LongAdder();

	private final AtomicBoolean warned = new AtomicBoolean();

	TraceLimit(int maxSpans) {
		this.maxSpans = maxSpans;
	}

	int maxSpans() {
		return this.maxSpans;
	}

	/**
	 * Notes a span that is not recorded.
	 * @param traceId of its trace
	 */
	void cut(String traceId) {
		this.cut.increment();
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(("Trace %s has more than %d spans in this process, no more of them are recorded. A loop is "
					+ "better read as one trace for each turn. Further spans are counted and not logged. '%s' is the limit")
				.formatted(traceId, this.maxSpans, SamplingProperties.MAX_SPANS));
		}
	}

	/**
	 * Returns how many spans were not recorded.
	 * @return the number so far, without those below them
	 */
	long cut() {
		return this.cut.sum();
	}

}
