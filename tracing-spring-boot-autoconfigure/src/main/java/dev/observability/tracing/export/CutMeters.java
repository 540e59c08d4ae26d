// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meter {@code tracing.export.cut} (ours) with the tag {@code kind}: what spans lack
 * because it was too much. Bound at the start, read on the thread of whoever looks.
 */
final class CutMeters implements MeterBinder {

	static final String CUT = "tracing.export.cut";

	private final SpanCuts cuts;

	CutMeters(SpanCuts cuts) {
		this.cuts = cuts;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (CutKind kind : CutKind.values()) {
			FunctionCounter.builder(CUT, this.cuts, (cuts) -> cuts.count(kind))
				.tag("kind", kind.name().toLowerCase(Locale.ROOT))
				.description("Parts of spans that were cut because they were too long or too many")
				.register(registry);
		}
	}

}
