// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.queue;

import java.io.IOException;
import java.util.Map;

import dev.observability.tracing.benchmarks.launch.PairedTurns;

/**
 * Compares the queue before an exporter with the one of OpenTelemetry's SDK. Arguments as
 * of {@link PairedTurns}.
 */
public final class QueueRatios {

	private QueueRatios() {
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		new PairedTurns<>(QueueRatios.class, QueueVariant.SDK, Map.of("end of a span", QueueWork::new)).run(arguments);
	}

}
