// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;

/**
 * Counts scrapes by their format: that of plain text has no exemplars, so that no number
 * leads to a trace. Thread of the scrape.
 */
final class ScrapeFormats {

	private final Map<PrometheusOutputFormat, LongAdder> counts = new EnumMap<>(PrometheusOutputFormat.class);

	ScrapeFormats() {
		for (PrometheusOutputFormat format : PrometheusOutputFormat.values()) {
			this.counts.put(format, new LongAdder());
		}
	}

	void scraped(PrometheusOutputFormat format) {
		LongAdder count = this.counts.get(format);
		if (count != null) {
			count.increment();
		}
	}

	long plainText() {
		LongAdder count = this.counts.get(PrometheusOutputFormat.CONTENT_TYPE_004);
		return (count != null) ? count.sum() : 0;
	}

	long total() {
		return this.counts.values().stream().mapToLong(LongAdder::sum).sum();
	}

	Map<String, Object> counts() {
		Map<String, Object> counts = new LinkedHashMap<>();
		this.counts.forEach((format, count) -> counts
			.put(format.name().replace("CONTENT_TYPE_", "").toLowerCase(Locale.ROOT), count.sum()));
		return counts;
	}

}
