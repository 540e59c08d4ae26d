// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import dev.observability.tracing.benchmarks.launch.JavaCommand;
import dev.observability.tracing.benchmarks.statistics.AddedCost;
import dev.observability.tracing.benchmarks.statistics.Samples;

/**
 * Compares the handlers within one JVM, in turns of a quarter of a second and in a new
 * order each round, and prints the ratio of each to Boot's. Time is the CPU time of the
 * observing thread, because a machine that has other work to do stretches the wall time.
 * <p>
 * Arguments: number of JVMs (default 3) and of rounds in each (default 8).
 */
public final class ObservationRatios {

	private static final long TURN_NANOS = 250_000_000L;

	private static final int WARM_UP_ROUNDS = 6;

	private static final int BLOCK = 500;

	private static final ObservationVariant REFERENCE = ObservationVariant.BOOT;

	private final PrintStream out;

	private int consumed;

	private ObservationRatios(PrintStream out) {
		this.out = out;
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		if (arguments.length == 3 && arguments[0].equals("fork")) {
			new ObservationRatios(out).measure(ObservationKind.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
			return;
		}
		int forks = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 3;
		int rounds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 8;
		for (ObservationKind kind : ObservationKind.values()) {
			List<String> lines = new ArrayList<>();
			for (int fork = 0; fork < forks; fork++) {
				lines.addAll(fork(kind, rounds));
			}
			report(kind, lines, out);
		}
	}

	private static List<String> fork(ObservationKind kind, int rounds) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(JavaCommand.of(List.of("-Xmx512m"), System.getProperty("java.class.path"),
				ObservationRatios.class, List.of("fork", kind.name(), Integer.toString(rounds))))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("A JVM failed: " + output);
		}
		return output.lines().filter((line) -> line.startsWith("round ")).toList();
	}

	// One line per round and variant: round variant nanoseconds bytes.
	private void measure(ObservationKind kind, int rounds) {
		List<ObservationVariant> order = new ArrayList<>(Arrays.asList(ObservationVariant.values()));
		Random random = new Random(1);
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			Collections.shuffle(order, random);
			for (ObservationVariant variant : order) {
				turn(variant, kind, round);
			}
		}
		this.out.println("consumed " + this.consumed);
	}

	private void turn(ObservationVariant variant, ObservationKind kind, int round) {
		// Opened for its turn: the observation around it must be the current one
		try (ObservedWork work = new ObservedWork(variant, kind)) {
			long warm = System.nanoTime() + TURN_NANOS / 5;
			while (System.nanoTime() < warm) {
				this.consumed += work.run();
			}
			ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
			long bytes = threads.getCurrentThreadAllocatedBytes();
			long cpu = threads.getCurrentThreadCpuTime();
			long start = System.nanoTime();
			long operations = 0;
			while (System.nanoTime() - start < TURN_NANOS) {
				for (int i = 0; i < BLOCK; i++) {
					this.consumed += work.run();
				}
				operations += BLOCK;
			}
			double nanos = (double) (threads.getCurrentThreadCpuTime() - cpu) / operations;
			double allocated = (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / operations;
			if (round >= 0) {
				this.out.println(String.format(Locale.ROOT, "round %s %.1f %.1f", variant, nanos, allocated));
			}
		}
	}

	private static void report(ObservationKind kind, List<String> lines, PrintStream out) {
		double[] reference = column(lines, REFERENCE, 2);
		out.println("\n" + kind + "\n");
		out.println("| Variant | CPU ns/op (median) | B/op | ratio to Boot's | ratio, upper 95 % | rounds |");
		out.println("|---|---|---|---|---|---|");
		for (ObservationVariant variant : ObservationVariant.values()) {
			double[] nanos = column(lines, variant, 2);
			AddedCost cost = AddedCost.ratio(nanos, reference);
			out.println(String.format(Locale.ROOT, "| %s | %.0f | %.0f | %.2f | %.2f | %d |", variant,
					Samples.median(nanos), Samples.median(column(lines, variant, 3)), cost.ratio(), cost.upperBound(),
					nanos.length));
		}
	}

	private static double[] column(List<String> lines, ObservationVariant variant, int index) {
		return lines.stream()
			.map((line) -> line.split(" "))
			.filter((parts) -> parts[1].equals(variant.name()))
			.mapToDouble((parts) -> Double.parseDouble(parts[index]))
			.toArray();
	}

}
