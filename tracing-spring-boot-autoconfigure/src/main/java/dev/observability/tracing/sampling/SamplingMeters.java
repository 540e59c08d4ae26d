// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meter {@code tracing.sampling.cut} (ours) with the tag {@code reason}: spans that were
 * not recorded because their trace had too many. Bound at the start, read on the thread
 * of whoever looks.
 */
final class SamplingMeters implements MeterBinder {

	static final String CUT = "tracing.sampling.cut";

	private final TraceLimit limit;

	SamplingMeters(TraceLimit limit) {
		this.limit = limit;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder(CUT, this.limit, TraceLimit::cut)
			.tag("reason", "trace_too_long")
			.description("Spans that were not recorded because their trace had too many")
			.register(registry);
	}

}
