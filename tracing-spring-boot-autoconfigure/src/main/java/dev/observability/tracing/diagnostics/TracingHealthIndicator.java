// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.diagnostics.ExporterReport.Reach;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says {@code UP} while every exporter reaches its collector, else {@code UNKNOWN}: an
 * application without traces is not down, and nobody is to restart it for that. Step 11,
 * on the thread of the one who asks; opens no connection.
 */
final class TracingHealthIndicator implements HealthIndicator {

	private final ObjectProvider<ExporterReports> exporters;

	private final ReportMask mask;

	TracingHealthIndicator(ObjectProvider<ExporterReports> exporters, ReportMask mask) {
		this.exporters = exporters;
		this.mask = mask;
	}

	@Override
	public Health health() {
		List<ExporterReport> reports = this.exporters.orderedStream()
			.flatMap((each) -> Doctor.of(each).stream())
			.toList();
		List<Object> details = new ArrayList<>();
		for (ExporterReport report : reports) {
			Map<String, Object> detail = new LinkedHashMap<>();
			detail.put("target", report.target());
			detail.putAll(report.state());
			details.add(detail);
		}
		boolean up = !reports.isEmpty() && reports.stream().allMatch((report) -> report.reach() == Reach.REACHED);
		return (up ? Health.up() : Health.unknown()).withDetails(this.mask.mask(Map.of("exporters", details))).build();
	}

}
