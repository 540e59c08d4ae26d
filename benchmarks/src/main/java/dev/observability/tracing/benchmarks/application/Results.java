// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All values, in the order of the rounds, and in a file as soon as they are there: a
 * report can be made from what an interrupted run left.
 */
final class Results {

	private final Map<Key, List<Double>> values = new LinkedHashMap<>();

	private final Path file;

	private Results(Path file) {
		this.file = file;
	}

	static Results create(Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.writeString(file, "");
		return new Results(file);
	}

	static Results load(Path file) throws IOException {
		Results results = new Results(file);
		for (String line : Files.readAllLines(file)) {
			String[] parts = line.split(",");
			results.values(new Key(section(parts[0]), Variant.valueOf(parts[1]), Metric.valueOf(parts[2])))
				.add(Double.valueOf(parts[3]));
		}
		return results;
	}

	private static Enum<?> section(String name) {
		for (Comparison comparison : Comparison.values()) {
			if (comparison.name().equals(name)) {
				return comparison;
			}
		}
		return Workload.valueOf(name);
	}

	void add(Enum<?> section, Variant variant, Map<Metric, Double> measured) {
		try (BufferedWriter writer = Files.newBufferedWriter(this.file, StandardOpenOption.APPEND)) {
			for (Map.Entry<Metric, Double> entry : measured.entrySet()) {
				values(new Key(section, variant, entry.getKey())).add(entry.getValue());
				writer.write(section.name() + "," + variant + "," + entry.getKey() + "," + entry.getValue() + "\n");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<Double> values(Key key) {
		return this.values.computeIfAbsent(key, (same) -> new ArrayList<>());
	}

	// The values of as many rounds as every variant has finished
	double[] rounds(Enum<?> section, Variant variant, Metric metric) {
		int complete = variants(section).stream().mapToInt((each) -> all(section, each, metric).length).min().orElse(0);
		return Arrays.copyOf(all(section, variant, metric), complete);
	}

	double[] all(Enum<?> section, Variant variant, Metric metric) {
		return this.values.getOrDefault(new Key(section, variant, metric), List.of())
			.stream()
			.mapToDouble(Double::doubleValue)
			.toArray();
	}

	Set<Variant> variants(Enum<?> section) {
		Set<Variant> variants = EnumSet.noneOf(Variant.class);
		this.values.keySet()
			.stream()
			.filter((key) -> key.section() == section)
			.forEach((key) -> variants.add(key.variant()));
		return variants;
	}

	Set<Workload> workloads() {
		Set<Workload> workloads = EnumSet.noneOf(Workload.class);
		for (Key key : this.values.keySet()) {
			if (key.section() instanceof Workload workload) {
				workloads.add(workload);
			}
		}
		return workloads;
	}

	private record Key(Enum<?> section, Variant variant, Metric metric) {
	}

}
