// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.observability.tracing.testing.OtlpReceiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus scrapes a real application, whose spans a collector receives.
 */
class PrometheusScrapeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String BUCKETS = "{__name__=~\"http_(server|client)_requests_seconds_bucket\"%s}";

	@SuppressWarnings("NullAway.Init")
	private static OtlpReceiver receiver;

	@SuppressWarnings("NullAway.Init")
	private static MetricsTestApplication application;

	@SuppressWarnings("NullAway.Init")
	private static PrometheusServer prometheus;

	@BeforeAll
	static void start() throws IOException {
		receiver = OtlpReceiver.start();
		application = MetricsTestApplication.start("observability.tracing.endpoint=" + receiver.httpEndpoint(),
				"management.opentelemetry.tracing.export.schedule-delay=20ms");
		prometheus = PrometheusServer.start(application.port());
	}

	@AfterAll
	@SuppressWarnings("ConstantValue")
	static void stop() {
		if (prometheus != null) {
			prometheus.close();
		}
		application.close();
		receiver.close();
	}

	@Test
	void takesTheScrapeWithExemplarsThatLeadToReceivedTraces() throws IOException {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		Set<Map<String, String>> observed = Set.of();
		Set<Map<String, String>> withExemplar = Set.of();
		Set<String> traces = new HashSet<>();
		while (System.nanoTime() < deadline && (observed.size() < 8 || withExemplar.size() < 0.8 * observed.size())) {
			application.requestMix();
			observed = histograms(prometheus.series(BUCKETS.formatted(", le=\"+Inf\"")));
			withExemplar = exemplars(traces);
		}
		assertThat(prometheus.targets()).containsExactly("up");
		assertThat(observed).hasSizeGreaterThanOrEqualTo(8);
		assertThat(withExemplar).hasSizeGreaterThanOrEqualTo((int) Math.ceil(0.8 * observed.size()));
		assertThat(traces).isNotEmpty();
		receiver.await((spans) -> {
			Set<String> received = new HashSet<>();
			spans.forEach((span) -> received.add(span.traceId()));
			return received.containsAll(traces);
		}, TIMEOUT);
	}

	private static Set<Map<String, String>> histograms(List<Map<String, String>> series) {
		Set<Map<String, String>> histograms = new HashSet<>();
		for (Map<String, String> labels : series) {
			Map<String, String> histogram = new HashMap<>(labels);
			histogram.remove("le");
			histograms.add(histogram);
		}
		return histograms;
	}

	@SuppressWarnings("unchecked")
	private static Set<Map<String, String>> exemplars(Set<String> traces) throws IOException {
		Set<Map<String, String>> histograms = new HashSet<>();
		for (Map<String, Object> found : prometheus.exemplars(BUCKETS.formatted(""))) {
			for (Map<String, Object> exemplar : (List<Map<String, Object>>) found.getOrDefault("exemplars",
					List.of())) {
				Map<String, String> labels = (Map<String, String>) exemplar.getOrDefault("labels", Map.of());
				traces.add(String.valueOf(labels.get("trace_id")));
				histograms
					.addAll(histograms(List.of((Map<String, String>) found.getOrDefault("seriesLabels", Map.of()))));
			}
		}
		return histograms;
	}

}
