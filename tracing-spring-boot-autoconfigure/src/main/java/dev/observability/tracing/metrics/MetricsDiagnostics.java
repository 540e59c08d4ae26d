// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.List;
import java.util.Map;

import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.DiagnosticsContributor;
import dev.observability.tracing.diagnostics.Finding;
import dev.observability.tracing.diagnostics.FindingCode;

/**
 * Tells in which formats the application was scraped. Step 11, on the thread of the one
 * who asks.
 *
 * @param formats knows them
 */
record MetricsDiagnostics(ScrapeFormats formats) implements DiagnosticsContributor {

	/** A person who looks at it asks a few times; what scrapes asks on. */
	static final int ENOUGH = 5;

	@Override
	public String feature() {
		return "metrics";
	}

	@Override
	public Map<String, ?> facts() {
		return Map.of("scrapes", this.formats.counts());
	}

	@Override
	public List<Finding> findings() {
		long plain = this.formats.plainText();
		if (plain < ENOUGH || plain < this.formats.total()) {
			return List.of();
		}
		return List.of(new Finding(FindingCode.SCRAPE_WITHOUT_EXEMPLARS, Confidence.MEDIUM,
				"All " + plain + " scrapes asked for plain text, which has no exemplars",
				"Let Prometheus ask for OpenMetrics (scrape_protocols: [OpenMetricsText1.0.0]) and store exemplars "
						+ "(--enable-feature=exemplar-storage)"));
	}

}
