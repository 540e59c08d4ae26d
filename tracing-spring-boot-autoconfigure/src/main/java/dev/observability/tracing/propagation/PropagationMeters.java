// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meter {@code tracing.propagation.dropped} (ours) with the tag {@code reason}: members
 * and headers that were not passed on at steps 2 and 6 of a request. Bound at the start,
 * read on the thread of whoever looks.
 */
final class PropagationMeters implements MeterBinder {

	static final String DROPPED = "tracing.propagation.dropped";

	static final String REASON = "reason";

	private final PropagationLosses losses;

	PropagationMeters(PropagationLosses losses) {
		this.losses = losses;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (PropagationLoss reason : PropagationLoss.values()) {
			FunctionCounter.builder(DROPPED, this.losses, (losses) -> losses.count(reason))
				.tag(REASON, reason.name().toLowerCase(Locale.ROOT))
				.description("Members and headers of tracing that were not passed on")
				.register(registry);
		}
	}

}
