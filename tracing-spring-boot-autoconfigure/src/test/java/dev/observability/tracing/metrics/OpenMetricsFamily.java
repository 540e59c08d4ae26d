// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A metric family of a scrape, and the rules of OpenMetrics 1.0 for its type.
 */
final class OpenMetricsFamily {

	private static final Map<String, List<String>> SUFFIXES = Map.of("counter", List.of("_total", "_created"), "gauge",
			List.of(""), "histogram", List.of("_bucket", "_count", "_sum", "_created"), "gaugehistogram",
			List.of("_bucket", "_gcount", "_gsum"), "summary", List.of("", "_count", "_sum", "_created"), "info",
			List.of("_info"), "stateset", List.of(""), "unknown", List.of(""));

	private final String name;

	private final Set<String> metadata = new HashSet<>();

	private final List<OpenMetricsSample> samples = new ArrayList<>();

	private String type = "unknown";

	OpenMetricsFamily(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	String type() {
		return this.type;
	}

	List<OpenMetricsSample> samples() {
		return this.samples;
	}

	void metadata(String kind, String text) {
		require(this.samples.isEmpty(), "metadata after samples");
		require(this.metadata.add(kind), "two lines of " + kind);
		if (kind.equals("TYPE")) {
			require(SUFFIXES.containsKey(text), "type " + text);
			this.type = text;
		}
		if (kind.equals("UNIT")) {
			require(text.isEmpty() || this.name.endsWith("_" + text), "unit " + text);
		}
	}

	boolean owns(String sample) {
		return sample.startsWith(this.name) && suffixes().contains(sample.substring(this.name.length()));
	}

	Set<String> names() {
		Set<String> names = new HashSet<>(Set.of(this.name));
		suffixes().forEach((suffix) -> names.add(this.name + suffix));
		return names;
	}

	private List<String> suffixes() {
		return SUFFIXES.getOrDefault(this.type, List.of());
	}

	void add(OpenMetricsSample sample) {
		String suffix = sample.name().substring(this.name.length());
		for (OpenMetricsSample other : this.samples) {
			require(!other.name().equals(sample.name()) || !other.labels().equals(sample.labels()),
					"sample twice: " + sample);
		}
		if (sample.exemplar() != null) {
			require(suffix.equals("_bucket") || (this.type.equals("counter") && suffix.equals("_total")),
					"exemplar where none may be: " + sample);
			checkExemplar(sample, sample.exemplar());
		}
		require(!suffix.equals("_bucket") || sample.labels().containsKey("le"), "bucket without le: " + sample);
		if (Set.of("_total", "_bucket", "_count").contains(suffix)) {
			require(sample.value() >= 0, "value of " + sample);
		}
		require(!this.type.equals("info") || sample.value() == 1, "value of " + sample);
		this.samples.add(sample);
	}

	private void checkExemplar(OpenMetricsSample sample, OpenMetricsSample.Exemplar exemplar) {
		int length = exemplar.labels()
			.entrySet()
			.stream()
			.mapToInt((label) -> label.getKey().length() + label.getValue().length())
			.sum();
		require(length <= 128, "exemplar of more than 128 characters: " + sample);
		String le = sample.labels().get("le");
		require(le == null || exemplar.value() <= OpenMetricsParser.number(le),
				"exemplar beyond its bucket: " + sample);
	}

	/** Checks what only the whole family can tell. */
	void end() {
		if (!this.type.equals("histogram")) {
			return;
		}
		Map<Map<String, String>, @Nullable OpenMetricsSample> last = new LinkedHashMap<>();
		for (OpenMetricsSample sample : this.samples) {
			Map<String, String> labels = new LinkedHashMap<>(sample.labels());
			String le = labels.remove("le");
			OpenMetricsSample before = last.get(labels);
			if (le != null) {
				require(before == null || before.value() <= sample.value(), "falling buckets: " + sample);
				require(before == null || OpenMetricsParser
					.number(before.labels().getOrDefault("le", "")) < OpenMetricsParser.number(le),
						"order of buckets: " + sample);
				last.put(labels, sample);
			}
			else if (sample.name().endsWith("_count")) {
				require(before != null && "+Inf".equals(before.labels().get("le")), "no last bucket: " + sample);
				require(before != null && before.value() == sample.value(), "count of " + sample);
			}
		}
	}

	private void require(boolean condition, String violation) {
		if (!condition) {
			throw new IllegalArgumentException(this.type + " " + this.name + ": " + violation);
		}
	}

}
