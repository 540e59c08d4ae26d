// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same requests through Boot's handler and ours, series by series.
 */
class BootMetersComparisonTests {

	/** Requests of the mix, and those that one of them makes itself. */
	private static final double SERVED = 8 + 3;

	/** What else our defaults change; Boot's own scrape is not OpenMetrics 1.0. */
	private static final String[] SAME = {
			"management.prometheus.metrics.export.properties.io.prometheus.exporter.exemplarsOnAllMetricTypes=false",
			"management.metrics.distribution.slo.http.server.requests=10ms,1s",
			"management.metrics.distribution.slo.http.client.requests=10ms,1s",
			"management.metrics.distribution.slo.order=1s" };

	@Test
	void giveTheSeriesOfBootAndItsCounts() {
		Map<String, String> boots = series("observability.tracing.metrics.enabled=false");
		assertThat(boots).hasSizeGreaterThan(80);
		assertThat(series("observability.tracing.metrics.active-timers=true")).isEqualTo(boots);
	}

	@Test
	void leaveOutTimersOfWhatIsActiveOnlyByDefault() {
		Map<String, String> boots = series("observability.tracing.metrics.enabled=false");
		assertThat(boots.keySet()).anyMatch((series) -> series.contains("_active_"));
		boots.keySet().removeIf((series) -> series.contains("_active_"));
		assertThat(series("observability.tracing.metrics.enabled=true")).isEqualTo(boots);
	}

	@Test
	void leaveOutTimersOfWhatIsActiveWhereBootIsToldTo() {
		String ignored = "management.metrics.observations.ignored-meters=long-task-timer";
		Map<String, String> boots = series("observability.tracing.metrics.enabled=false", ignored);
		assertThat(series("observability.tracing.metrics.active-timers=true", ignored)).isEqualTo(boots);
	}

	private static Map<String, String> series(String... properties) {
		String[] all = new String[properties.length + SAME.length];
		System.arraycopy(properties, 0, all, 0, properties.length);
		System.arraycopy(SAME, 0, all, properties.length, SAME.length);
		try (MetricsTestApplication application = MetricsTestApplication.start(all)) {
			application.requestMix();
			application.requestMix();
			awaitStopped(application);
			return application.scrape()
				.stream()
				.filter((family) -> family.name().matches("(http|item|order)_.*"))
				.flatMap((family) -> family.samples().stream())
				.filter((sample) -> !"/actuator/prometheus".equals(sample.labels().get("uri")))
				.collect(Collectors.toMap((sample) -> sample.name() + new TreeMap<>(sample.labels()),
						BootMetersComparisonTests::value, (first, second) -> first, TreeMap::new));
		}
	}

	// A server observation stops after its response has arrived
	private static void awaitStopped(MetricsTestApplication application) {
		long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		double served = 0;
		while (served < 2 * SERVED && System.nanoTime() < deadline) {
			served = application.samples("http_server_requests_seconds_count")
				.stream()
				.filter((sample) -> !"/actuator/prometheus".equals(sample.labels().get("uri")))
				.mapToDouble(OpenMetricsSample::value)
				.sum();
		}
		assertThat(served).isEqualTo(2 * SERVED);
	}

	/*
	 * Times differ from run to run, counts must not. Of what is active, the series of GET
	 * holds the scrape itself, which has no route yet, and the scrape before it, perhaps.
	 */
	private static String value(OpenMetricsSample sample) {
		if (sample.name().startsWith("http_server_requests_active") && "GET".equals(sample.labels().get("method"))) {
			return "with the scrape";
		}
		boolean counts = sample.name().matches(".*_(count|total)") || "+Inf".equals(sample.labels().get("le"));
		return counts ? Double.toString(sample.value()) : "a time";
	}

}
