// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meter {@code tracing.metrics.cut} (ours) with the tag {@code kind}: what the meters of
 * observations lack because it was too much. Bound at the start, read on the thread of
 * whoever looks.
 */
final class MeterCutMeters implements MeterBinder {

	static final String CUT = "tracing.metrics.cut";

	private final MeterCuts cuts;

	MeterCutMeters(MeterCuts cuts) {
		this.cuts = cuts;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (MeterCut kind : MeterCut.values()) {
			FunctionCounter.builder(CUT, this.cuts, (cuts) -> cuts.count(kind))
				.tag("kind", kind.name().toLowerCase(Locale.ROOT))
				.description("How often a meter, a tag or a value of an observation was one too many")
				.register(registry);
		}
	}

}
