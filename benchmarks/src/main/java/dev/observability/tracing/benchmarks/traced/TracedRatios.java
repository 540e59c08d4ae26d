// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.traced;

import java.io.IOException;
import java.util.Map;

import dev.observability.tracing.benchmarks.launch.PairedTurns;

/**
 * Compares the span of an annotated method with one written by hand. Arguments as of
 * {@link PairedTurns}.
 */
public final class TracedRatios {

	private TracedRatios() {
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		new PairedTurns<>(TracedRatios.class, TracedVariant.BY_HAND, Map.of("method", TracedWork::new)).run(arguments);
	}

}
