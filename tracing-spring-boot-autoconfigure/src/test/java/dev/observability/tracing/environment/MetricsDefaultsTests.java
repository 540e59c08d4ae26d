// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsDefaultsTests {

	private static final String SLO = "management.metrics.distribution.slo";

	private static final String CLIENT = "management.prometheus.metrics.export.properties";

	private static final String EVERYWHERE = "io.prometheus.exporter.exemplarsOnAllMetricTypes";

	@Test
	void givesBucketsAndExemplarsWhereTheyMayBe() {
		PropertyLookup lookup = new MappedEnvironment().map();
		assertThat(lookup.map(SLO)).containsOnlyKeys("http.server.requests", "http.client.requests", "traced.method")
			.containsEntry("http.server.requests", "5ms,10ms,25ms,50ms,100ms,250ms,500ms,1s,2500ms,5s,10s");
		assertThat(lookup.map(CLIENT)).containsOnlyKeys(EVERYWHERE).containsEntry(EVERYWHERE, "false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.enabled", "observability.tracing.metrics.enabled" })
	void givesNothingWhenSwitchedOff(String key) {
		PropertyLookup lookup = new MappedEnvironment().property(key, "false").map();
		assertThat(lookup.map(SLO)).isEmpty();
		assertThat(lookup.map(CLIENT)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "percentiles-histogram.http.server.requests=true",
			"percentiles-histogram.http.server=true", "percentiles-histogram.http=true",
			"percentiles-histogram.all=true", "percentiles-histogram[http.server.requests]=false",
			"percentiles.http.server.requests=0.95", "percentiles.all=0.5,0.95", "slo.http=1s" })
	void givesNoBucketsWhereTheUserSaidAnything(String setting) {
		String[] parts = setting.split("=");
		PropertyLookup lookup = new MappedEnvironment()
			.property("management.metrics.distribution." + parts[0], parts[1])
			.map();
		assertThat(lookup.map(SLO)).doesNotContainKey("http.server.requests");
	}

	@Test
	void givesNoBucketsWhereAVariableNamesOthers() {
		PropertyLookup lookup = new MappedEnvironment()
			.variable("MANAGEMENT_METRICS_DISTRIBUTION_SLO_HTTP_SERVER_REQUESTS", "20ms")
			.map();
		assertThat(lookup.map(SLO)).containsEntry("http.server.requests", "20ms").containsKey("http.client.requests");
	}

	@Test
	void givesBucketsWhereTheUserSpeaksOfOtherMeters() {
		PropertyLookup lookup = new MappedEnvironment()
			.property("management.metrics.distribution.slo.http.client.requests[0]", "1s")
			.property("management.metrics.distribution.percentiles-histogram.orders", "true")
			.map();
		assertThat(lookup.map(SLO)).containsEntry("http.server.requests", MetricsDefaults.BUCKETS)
			.doesNotContainKey("http.client.requests");
	}

	@Test
	void followsTheNameThatTheUserGaveToTheObservation() {
		PropertyLookup lookup = new MappedEnvironment()
			.property("management.observations.http.server.requests.name", "web.in")
			.map();
		assertThat(lookup.map(SLO)).containsOnlyKeys("web.in", "http.client.requests", "traced.method");
	}

	@ParameterizedTest
	@ValueSource(strings = { "exemplarsOnAllMetricTypes", "exemplars_on_all_metric_types" })
	void leavesToTheUserWhereExemplarsAre(String key) {
		PropertyLookup lookup = new MappedEnvironment()
			.property(CLIENT + "[io.prometheus.exporter." + key + "]", "true")
			.map();
		assertThat(lookup.map(CLIENT)).containsEntry(EVERYWHERE, "true");
	}

}
