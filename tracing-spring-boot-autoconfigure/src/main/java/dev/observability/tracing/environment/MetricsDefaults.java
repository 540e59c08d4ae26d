// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Publishes the histogram buckets of HTTP requests, and exemplars only where a scrape may
 * have them, unless the user said anything about either. Start of the application, main
 * thread. Never throws.
 */
final class MetricsDefaults {

	static final String ENABLED = OtlpMapping.PREFIX + "metrics.enabled";

	/** Without it nothing would come of the buckets but meters that nobody asked for. */
	static final String PROMETHEUS = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

	/**
	 * From a page out of memory to what a user no longer waits for. Twelve buckets with
	 * infinity, where {@code percentiles-histogram} makes 69.
	 */
	static final String BUCKETS = "5ms,10ms,25ms,50ms,100ms,250ms,500ms,1s,2500ms,5s,10s";

	private static final String DISTRIBUTION = "management.metrics.distribution.";

	private static final String CLIENT = "management.prometheus.metrics.export.properties";

	private static final String EVERYWHERE = "io.prometheus.exporter.exemplarsOnAllMetricTypes";

	private static final Bindable<Map<String, String[]>> LISTS = Bindable.mapOf(String.class, String[].class);

	private final PropertyLookup lookup;

	private final PublishedProperties published;

	MetricsDefaults(PropertyLookup lookup, PublishedProperties published) {
		this.lookup = lookup;
		this.published = published;
	}

	void apply() {
		bucketsOf(httpMeter("server"));
		bucketsOf(httpMeter("client"));
		bucketsOf("traced.method");
		/*
		 * Micrometer asks the client for exemplars on counts of summaries too, for which
		 * a Prometheus up to 2.42 rejects the whole scrape, as OpenMetrics 1.0 demands.
		 * The client takes the key in two spellings, and Micrometer's is the older one.
		 */
		String users = exemplarsEverywhere();
		this.published.publishDefault(CLIENT + "[" + EVERYWHERE + "]", (users != null) ? users : "false", "default");
	}

	private String httpMeter(String side) {
		String name = this.lookup.value("management.observations.http." + side + ".requests.name");
		return (name != null) ? name : "http." + side + ".requests";
	}

	private void bucketsOf(String meter) {
		// Prometheus shows either buckets or quantiles, so that both end our part
		if (!isSaid("slo", meter, false) && !isSaid("percentiles-histogram", meter, true)
				&& !isSaid("percentiles", meter, true)) {
			this.published.publishDefault(DISTRIBUTION + "slo[" + meter + "]", BUCKETS, "default");
		}
	}

	// By the rule of Boot's meter filter: the name, else what is before a dot, else 'all'
	private boolean isSaid(String property, String meter, boolean forAll) {
		Map<String, String[]> said = lists(DISTRIBUTION + property);
		for (String prefix = meter; !prefix.isEmpty(); prefix = prefix.substring(0,
				Math.max(prefix.lastIndexOf('.'), 0))) {
			if (said.containsKey(prefix)) {
				return true;
			}
		}
		return forAll && said.containsKey("all");
	}

	private Map<String, String[]> lists(String key) {
		try {
			return Binder.get(this.lookup.environment()).bind(key, LISTS).orElseGet(Map::of);
		}
		catch (RuntimeException ex) {
			return Map.of();
		}
	}

	private @Nullable String exemplarsEverywhere() {
		for (Map.Entry<String, String> entry : this.lookup.map(CLIENT).entrySet()) {
			String key = entry.getKey().replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
			if (key.equals("io.prometheus.exporter.exemplars_on_all_metric_types")) {
				return entry.getValue();
			}
		}
		return null;
	}

}
