// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Checks that a variant makes the spans it should before any number of it counts.
 */
final class Probe {

	private static final int REQUESTS_PER_SECOND = 40;

	private final Sink sink;

	Probe(Sink sink) {
		this.sink = sink;
	}

	/**
	 * Sends some requests and looks at what arrives.
	 * @param subject the running variant
	 * @param sinkPort where its spans go
	 * @param workload what is asked
	 * @throws IllegalStateException if the number or the names of the spans are wrong
	 */
	void check(Subject subject, int sinkPort, Workload workload) {
		this.sink.settle(sinkPort, 1500, TimeUnit.MILLISECONDS);
		this.sink.names(sinkPort);
		long before = this.sink.count(sinkPort);
		Load load = Load.paced(subject.port(), workload.path(), Duration.ofMillis(500), REQUESTS_PER_SECOND);
		long spans = this.sink.settle(sinkPort, 1500, TimeUnit.MILLISECONDS) - before;
		List<String> names = this.sink.names(sinkPort);
		Variant variant = subject.variant();
		long expected = (long) variant.spans(workload) * load.requests();
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
