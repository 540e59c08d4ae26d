// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.Properties;
import java.util.Set;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

/**
 * Boot's endpoint, which also notes the format that was asked for. Thread of the scrape.
 */
@WebEndpoint(id = "prometheus")
final class NotedScrapeEndpoint extends PrometheusScrapeEndpoint {

	private final ScrapeFormats formats;

	NotedScrapeEndpoint(PrometheusRegistry registry, @Nullable Properties properties, ScrapeFormats formats) {
		super(registry, properties);
		this.formats = formats;
	}

	@Override
	@ReadOperation(producesFrom = PrometheusOutputFormat.class)
	public WebEndpointResponse<byte[]> scrape(PrometheusOutputFormat format, @Nullable Set<String> includedNames) {
		this.formats.scraped(format);
		return super.scrape(format, includedNames);
	}

}
