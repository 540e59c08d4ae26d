// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import dev.observability.tracing.benchmarks.launch.PairedTurns;
import dev.observability.tracing.benchmarks.launch.PairedTurns.Work;

/**
 * Compares the handlers of observations with Boot's. Arguments as of {@link PairedTurns}.
 */
public final class ObservationRatios {

	private ObservationRatios() {
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		Map<String, Function<ObservationVariant, Work>> kinds = new LinkedHashMap<>();
		for (ObservationKind kind : ObservationKind.values()) {
			// Opened for its turn: the observation around it must be the current one
			kinds.put(kind.name(), (variant) -> new ObservedWork(variant, kind));
		}
		new PairedTurns<>(ObservationRatios.class, ObservationVariant.BOOT, kinds).run(arguments);
	}

}
