// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Checks that a variant makes the spans it should before any number of it counts.
 */
final class Probe {

	private static final int REQUESTS_PER_SECOND = 40;

	private final Sink sink;

	private final int exportMillis;

	Probe(Sink sink, int exportMillis) {
		this.sink = sink;
		this.exportMillis = exportMillis;
	}

	/**
	 * Sends some requests and looks at what arrives.
	 * @param subject the running variant
	 * @param sinkPort where its spans go
	 * @param workload what is asked
	 * @throws IllegalStateException if the number or the names of the spans are wrong
	 */
	void check(Subject subject, int sinkPort, Workload workload) {
		long before = this.sink.settle(sinkPort, 2L * this.exportMillis);
		this.sink.names(sinkPort);
		Load load = Load.paced(subject.port(), workload.path(), Duration.ofMillis(500), REQUESTS_PER_SECOND);
		Variant variant = subject.variant();
		long expected = (long) variant.spans(workload) * load.requests();
		// None, all and none too many, or more than are expected
		int quietMillis = (expected > 0 && !variant.mayMakeMore()) ? 500 : this.exportMillis + 500;
		long spans = this.sink.settle(sinkPort, before + expected, quietMillis) - before;
		List<String> names = this.sink.names(sinkPort);
		boolean right = variant.isSampled() ? spans <= load.requests()
				: variant.mayMakeMore() ? spans >= expected : spans == expected;
		if (!right || expected > 0 && !hasServerSpans(names, load.requests())) {
			throw new IllegalStateException(
					String.format(Locale.ROOT, "%s must make %d spans in %d requests of %s but made %d: %s", variant,
							expected, load.requests(), workload, spans, names));
		}
	}

	// "GET /items/{id}" or "http get /items/{id}", as many as requests
	private static boolean hasServerSpans(List<String> names, int requests) {
		return names.stream()
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.anyMatch((name) -> name.startsWith(requests + " ") && name.contains("get /"));
	}

}
