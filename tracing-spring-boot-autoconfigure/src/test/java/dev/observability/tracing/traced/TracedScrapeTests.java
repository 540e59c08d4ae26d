// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;

import dev.observability.tracing.traced.Work.Outcome;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The timer of traced methods in what Prometheus scrapes.
 */
class TracedScrapeTests {

	@Test
	void aBucketLeadsToTheTraceOfACall() throws Throwable {
		try (TracedApplication application = TracedApplication.start(Work.class)) {
			application.bean(Work.class).plain(Outcome.OK);
			SpanData span = application.spans(1).get(0);
			List<String> buckets = application.bean(PrometheusMeterRegistry.class)
				.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8")
				.lines()
				.filter((line) -> line.startsWith("traced_method_seconds_bucket{"))
				.filter((line) -> line.contains("name=\"Work.plain\"") && line.contains("error=\"none\""))
				.toList();
			assertThat(buckets).extracting((line) -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
				.containsExactly("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0",
						"+Inf");
			assertThat(buckets).filteredOn((line) -> line.contains(" # {"))
				.singleElement()
				.asString()
				.contains("trace_id=\"" + span.getTraceId() + "\"", "span_id=\"" + span.getSpanId() + "\"");
		}
	}

}
