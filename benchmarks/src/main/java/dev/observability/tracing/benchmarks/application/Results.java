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
			results.values(new Key(Workload.valueOf(parts[0]), Variant.valueOf(parts[1]), Metric.valueOf(parts[2])))
				.add(Double.valueOf(parts[3]));
		}
		return results;
	}

	void add(Workload workload, Variant variant, Map<Metric, Double> measured) {
		try (BufferedWriter writer = Files.newBufferedWriter(this.file, StandardOpenOption.APPEND)) {
			for (Map.Entry<Metric, Double> entry : measured.entrySet()) {
				values(new Key(workload, variant, entry.getKey())).add(entry.getValue());
				writer.write(workload + "," + variant + "," + entry.getKey() + "," + entry.getValue() + "\n");
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
	double[] rounds(Workload workload, Variant variant, Metric metric) {
		int complete = variants(workload).stream()
			.mapToInt((each) -> all(workload, each, metric).length)
			.min()
			.orElse(0);
		return Arrays.copyOf(all(workload, variant, metric), complete);
	}

	double[] all(Workload workload, Variant variant, Metric metric) {
		return this.values.getOrDefault(new Key(workload, variant, metric), List.of())
			.stream()
			.mapToDouble(Double::doubleValue)
			.toArray();
	}

	Set<Variant> variants(Workload workload) {
		Set<Variant> variants = EnumSet.noneOf(Variant.class);
		this.values.keySet()
			.stream()
			.filter((key) -> key.workload() == workload)
			.forEach((key) -> variants.add(key.variant()));
		return variants;
	}

	Set<Workload> workloads() {
		Set<Workload> workloads = EnumSet.noneOf(Workload.class);
		this.values.keySet().forEach((key) -> workloads.add(key.workload()));
		return workloads;
	}

	private record Key(Workload workload, Variant variant, Metric metric) {
	}

}
