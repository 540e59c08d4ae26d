// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Publishes how many values that callers sent were no correlation ids and had to be
 * replaced, by reason, and how often a carrier did not give or take an id. Read on the
 * thread of a scrape, beside the eleven steps.
 */
final class CorrelationMeters implements MeterBinder {

	/** Name of the counter; ours. Its label {@code reason} has four values. */
	static final String REPLACED = "tracing.correlation.replaced";

	/** Name of the counter of failures; ours. */
	static final String FAILED = "tracing.correlation.failed";

	private final CorrelationReader reader;

	CorrelationMeters(CorrelationReader reader) {
		this.reader = reader;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (CorrelationRefusal refusal : CorrelationRefusal.values()) {
			FunctionCounter.builder(REPLACED, this.reader, (reader) -> reader.refused(refusal))
				.tag("reason", refusal.reason())
				.description("Values sent as a correlation id that were none")
				.register(registry);
		}
		FunctionCounter.builder(FAILED, this.reader, CorrelationReader::failed)
			.description("Requests, calls and messages that did not give or take the correlation id")
			.register(registry);
	}

}
