// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Compares whole applications: every variant is a process of its own, all are started and
 * warmed up, then they take turns in a new order each round, so that each is compared
 * with the others of the same round.
 * <p>
 * Arguments, each with a default: {@code --target=}folder, {@code --variants=},
 * {@code --workloads=}, {@code --comparisons=}, {@code --forks=}, {@code --rounds=},
 * {@code --pace=}, see {@link Settings}. {@code --report} alone prints the tables of the
 * last run again.
 */
public final class ApplicationBenchmark {

	private static final String VALUES = "values.csv";

	private final Settings settings;

	private final PrintStream out;

	private final Results results;

	private final Map<Variant, Integer> sinkPorts = new EnumMap<>(Variant.class);

	private ApplicationBenchmark(Settings settings, PrintStream out) throws IOException {
		this.settings = settings;
		this.out = out;
		this.results = Results.create(settings.file(VALUES));
	}

	public static void main(String[] arguments) throws Exception {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		Settings settings = Settings.parse(List.of(arguments));
		Results results = List.of(arguments).contains("--report") ? Results.load(settings.file(VALUES))
				: run(settings, out);
		Report.lines(results).forEach(out::println);
	}

	static Results run(Settings settings, PrintStream out) throws IOException {
		ApplicationBenchmark benchmark = new ApplicationBenchmark(settings, out);
		settings.pinning().pinThisProcess();
		try (Sink sink = Sink.start(settings)) {
			for (Variant variant : settings.variants()) {
				benchmark.sinkPorts.put(variant, sink.open());
			}
			for (int fork = 0; fork < settings.forks(); fork++) {
				benchmark.fork(fork, sink);
			}
		}
		return benchmark.results;
	}

	private void fork(int fork, Sink sink) throws IOException {
		List<Subject> subjects = new ArrayList<>();
		try {
			List<Variant> order = new ArrayList<>(this.settings.variants());
			// The first to start finds no file in memory
			Collections.shuffle(order, new Random(fork));
			for (Variant variant : order) {
				Subject subject = Subject.start(variant, sinkPort(variant), this.settings);
				subjects.add(subject);
				this.results.add(this.settings.workloads().get(0), variant,
						Map.of(Metric.START_MILLIS, subject.startMillis()));
			}
			progress("Fork %d: %d processes are up", fork + 1, subjects.size());
			for (Workload workload : this.settings.workloads()) {
				warmUp(workload, subjects, sink);
				// What was compiled for a busy server is compiled anew at a fixed rate
				subjects.forEach((subject) -> take(workload, subject, sink));
				for (int round = 0; round < this.settings.rounds(); round++) {
					Collections.shuffle(subjects, new Random(31L * fork + round));
					subjects.forEach(
							(subject) -> this.results.add(workload, subject.variant(), take(workload, subject, sink)));
					progress("%s: round %d of %d in fork %d", workload, round + 1, this.settings.rounds(), fork + 1);
				}
				if (workload == Workload.ITEMS) {
					for (Comparison comparison : this.settings.comparisons()) {
						compare(comparison, fork, subjects, sink);
					}
				}
			}
		}
		finally {
			subjects.forEach(Subject::close);
		}
	}

	private void compare(Comparison comparison, int fork, List<Subject> all, Sink sink) {
		List<Subject> subjects = new ArrayList<>(all);
		subjects.removeIf((subject) -> !comparison.needs(subject.variant()));
		Map<Variant, Slices> taken = new EnumMap<>(Variant.class);
		Random random = new Random(fork);
		int slices = this.settings.slices(comparison);
		// The first is not counted
		for (int slice = 0; slice <= slices; slice++) {
			Collections.shuffle(subjects, random);
			for (Subject subject : subjects) {
				Map<Metric, Double> values = new Turn(subject, sink, sinkPort(subject.variant()), Workload.ITEMS,
						this.settings)
					.take(comparison);
				if (slice > 0) {
					taken.computeIfAbsent(subject.variant(), (variant) -> new Slices()).add(values);
				}
			}
		}
		taken.forEach((variant, of) -> this.results.add(comparison, variant, of.values(comparison.requestCpu())));
		progress("%s: %d slices of %d variants in fork %d", comparison, slices, subjects.size(), fork + 1);
	}

	private void warmUp(Workload workload, List<Subject> subjects, Sink sink) {
		Probe probe = new Probe(sink, this.settings.exportMillis());
		for (Subject subject : subjects) {
			probe.check(subject, sinkPort(subject.variant()), workload);
			progress("%s: %s is right and warm, %.0f requests per second", workload, subject.variant(),
					warmUp(workload, subject));
		}
	}

	/*
	 * In bursts: a processor that is busy with requests leaves its compiler behind by
	 * minutes, and so does one that never runs the code.
	 */
	private double warmUp(Workload workload, Subject subject) {
		double perSecond = 0;
		int bursts = this.settings.warmUpBursts();
		for (int burst = 0; burst < bursts; burst++) {
			perSecond = Load
				.saturating(subject.port(), workload.path(), this.settings.warmUp(workload).dividedBy(bursts))
				.perSecond();
			if (!this.settings.isShort()) {
				subject.awaitCompiler();
			}
		}
		return perSecond;
	}

	private Map<Metric, Double> take(Workload workload, Subject subject, Sink sink) {
		return new Turn(subject, sink, sinkPort(subject.variant()), workload, this.settings).take();
	}

	private int sinkPort(Variant variant) {
		return this.sinkPorts.getOrDefault(variant, 0);
	}

	private void progress(String format, Object... arguments) {
		this.out.println(String.format(Locale.ROOT, format, arguments));
	}

}
