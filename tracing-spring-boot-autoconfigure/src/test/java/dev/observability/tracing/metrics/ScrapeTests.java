// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScrapeTests {

	@SuppressWarnings("NullAway.Init")
	private static MetricsTestApplication application;

	@BeforeAll
	static void start() {
		application = MetricsTestApplication.start();
		application.requestMix();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void isStrictOpenMetrics() {
		assertThat(application.scrape()).extracting(OpenMetricsFamily::type)
			.contains("histogram", "summary", "counter", "gauge");
	}

	@Test
	void hasTheBucketsOfHttpRequestsInAndOut() {
		for (String name : List.of("http_server_requests_seconds_bucket", "http_client_requests_seconds_bucket")) {
			assertThat(application.samples(name)
				.stream()
				.filter((sample) -> "200".equals(sample.labels().get("status"))
						&& !"/actuator/prometheus".equals(sample.labels().get("uri")))
				.map((sample) -> sample.labels().get("le"))
				.distinct()).containsExactly("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5",
						"5.0", "10.0", "+Inf");
		}
	}

	@Test
	void hasExemplarsOnCounters() {
		assertThat(application.samples("orders_placed_total")).singleElement()
			.satisfies((sample) -> assertThat(sample.exemplar()).isNotNull());
		assertThat(application.samples("order_place_paid_total")).singleElement().satisfies((sample) -> {
			assertThat(sample.value()).isEqualTo(2);
			assertThat(sample.exemplar()).isNotNull();
		});
	}

	@Test
	void isRefusedWhereUsersWantExemplarsEverywhere() {
		try (MetricsTestApplication careless = MetricsTestApplication
			.start("management.prometheus.metrics.export.properties.io.prometheus.exporter"
					+ ".exemplarsOnAllMetricTypes=true")) {
			careless.requestMix();
			assertThatIllegalArgumentException().isThrownBy(careless::scrape)
				.withMessageContaining("exemplar where none may be");
		}
	}

}
