// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meter {@code tracing.traced.lost} (ours) with the tag {@code reason}: what spans of
 * methods lack. Bound at the start, read on the thread of whoever looks.
 */
final class TracedMeters implements MeterBinder {

	static final String LOST = "tracing.traced.lost";

	private final TracedLosses losses;

	TracedMeters(TracedLosses losses) {
		this.losses = losses;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (TracedLoss reason : TracedLoss.values()) {
			FunctionCounter.builder(LOST, this.losses, (losses) -> losses.count(reason))
				.tag("reason", reason.name().toLowerCase(Locale.ROOT))
				.description("Parts of spans of methods that are missing")
				.register(registry);
		}
	}

}
