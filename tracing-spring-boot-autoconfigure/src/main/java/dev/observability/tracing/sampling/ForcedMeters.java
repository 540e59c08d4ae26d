// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meter {@code tracing.sampling.forced} (ours) with the tag {@code outcome}: requests
 * with a header that asks for them to be recorded. Bound at the start, read on the thread
 * of whoever looks.
 */
final class ForcedMeters implements MeterBinder {

	static final String FORCED = "tracing.sampling.forced";

	static final String OUTCOME = "outcome";

	private final ForcedRequests requests;

	ForcedMeters(ForcedRequests requests) {
		this.requests = requests;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ForcedOutcome outcome : ForcedOutcome.values()) {
			FunctionCounter.builder(FORCED, this.requests, (requests) -> requests.count(outcome))
				.tag(OUTCOME, outcome.name().toLowerCase(Locale.ROOT))
				.description("Requests with a header that asks for them to be recorded")
				.register(registry);
		}
	}

}
