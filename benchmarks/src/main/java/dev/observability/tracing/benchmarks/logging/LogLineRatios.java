// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import com.sun.management.ThreadMXBean;

/**
 * Compares the variants within one JVM, in turns of a tenth of a second and in a new
 * order each round, and prints the ratio of each to Boot's own format: median, and the
 * upper 95 % bound of the mean over all rounds of all JVMs, for time, allocated bytes and
 * the length of the line. The pair of two of Boot's tells the noise. Time is the CPU time
 * of the thread that writes.
 * <p>
 * Arguments: number of JVMs (default 5) and of rounds in each (default 12).
 */
public final class LogLineRatios {

	private static final long TURN_NANOS = 100_000_000L;

	private static final int WARM_UP_ROUNDS = 12;

	private static final int BLOCK = 100;

	private final PrintStream out;

	private final Map<LogVariant, LogLines> lines = new EnumMap<>(LogVariant.class);

	private long consumed;

	private LogLineRatios(PrintStream out) {
		this.out = out;
	}

	public static void main(String[] arguments) throws Exception {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		if (arguments.length == 2 && arguments[0].equals("fork")) {
			new LogLineRatios(out).measure(Integer.parseInt(arguments[1]));
			return;
		}
		int forks = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 5;
		int rounds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 12;
		List<String[]> results = new ArrayList<>();
		for (int fork = 0; fork < forks; fork++) {
			results.addAll(fork(rounds));
		}
		for (String kind : new String[] { "plain", "error" }) {
			report(results.stream().filter((result) -> result[1].equals(kind)).toList(), kind, out);
		}
	}

	private static List<String[]> fork(int rounds) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx512m", "-cp",
				System.getProperty("java.class.path"), LogLineRatios.class.getName(), "fork", Integer.toString(rounds))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("A JVM failed: " + output);
		}
		return output.lines().filter((line) -> line.startsWith("round")).map((line) -> line.split(" ")).toList();
	}

	// One line per round, kind and variant: nanoseconds, bytes allocated, bytes written.
	private void measure(int rounds) {
		for (LogVariant variant : LogVariant.values()) {
			this.lines.put(variant, new LogLines(variant));
		}
		List<LogVariant> order = new ArrayList<>(Arrays.asList(LogVariant.values()));
		Random random = new Random(1);
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			Collections.shuffle(order, random);
			for (LogVariant variant : order) {
				turn(variant, false, round);
				turn(variant, true, round);
			}
		}
		this.out.println("consumed " + this.consumed);
	}

	private void turn(LogVariant variant, boolean error, int round) {
		LogLines writer = this.lines.get(variant);
		if (writer == null) {
			return;
		}
		run(writer, error, TURN_NANOS / 5);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long written = this.consumed;
		long bytes = threads.getCurrentThreadAllocatedBytes();
		long cpu = threads.getCurrentThreadCpuTime();
		double operations = run(writer, error, TURN_NANOS);
		double nanos = (threads.getCurrentThreadCpuTime() - cpu) / operations;
		double allocated = (threads.getCurrentThreadAllocatedBytes() - bytes) / operations;
		double length = (this.consumed - written) / operations;
		if (round >= 0) {
			this.out.println(String.format(Locale.ROOT, "round %s %s %.1f %.1f %.1f", error ? "error" : "plain",
					variant, nanos, allocated, length));
		}
	}

	private long run(LogLines writer, boolean error, long duration) {
		long operations = 0;
		long start = System.nanoTime();
		while (System.nanoTime() - start < duration) {
			for (int i = 0; i < BLOCK; i++) {
				this.consumed += (error ? writer.error() : writer.plain()).length;
			}
			operations += BLOCK;
		}
		return operations;
	}

	private static void report(List<String[]> lines, String kind, PrintStream out) {
		Map<LogVariant, List<double[]>> results = new EnumMap<>(LogVariant.class);
		for (String[] parts : lines) {
			results.computeIfAbsent(LogVariant.valueOf(parts[2]), (variant) -> new ArrayList<>())
				.add(new double[] { Double.parseDouble(parts[3]), Double.parseDouble(parts[4]),
						Double.parseDouble(parts[5]) });
		}
		List<double[]> reference = results.getOrDefault(LogVariant.BOOT, List.of());
		out.println(String.format(Locale.ROOT,
				"| %s | CPU ns/op (median) | ratio (median) | ratio, upper 95 %% | B/op | ratio | line, bytes |",
				kind));
		out.println("|---|---|---|---|---|---|---|");
		results.forEach((variant, values) -> {
			double[] ratios = new double[values.size()];
			for (int i = 0; i < ratios.length; i++) {
				ratios[i] = values.get(i)[0] / reference.get(i)[0];
			}
			out.println(String.format(Locale.ROOT, "| %s | %.0f | %.2f | %.2f | %.0f | %.2f | %.0f |", variant,
					median(values, 0), median(ratios), upperBound(ratios), median(values, 1),
					median(values, 1) / median(reference, 1), median(values, 2)));
		});
		out.println();
	}

	private static double median(List<double[]> values, int index) {
		return median(values.stream().mapToDouble((value) -> value[index]).toArray());
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	// One-sided; Student's t for 10 or more rounds is at most 1.83.
	private static double upperBound(double[] ratios) {
		double mean = Arrays.stream(ratios).average().orElse(Double.NaN);
		double variance = Arrays.stream(ratios).map((ratio) -> (ratio - mean) * (ratio - mean)).sum()
				/ Math.max(1, ratios.length - 1);
		return mean + 1.83 * Math.sqrt(variance / ratios.length);
	}

}
