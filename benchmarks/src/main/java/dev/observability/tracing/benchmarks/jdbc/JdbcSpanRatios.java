// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.jdbc;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
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
 * Compares the variants within one JVM, in turns of a quarter of a second and in a new
 * order each round, and prints the ratio of each to the hand-written span: median, and
 * the upper 95 % bound of the mean over all rounds of all JVMs. The pair of two
 * hand-written spans tells the noise.
 * <p>
 * Arguments: number of JVMs (default 5) and of rounds in each (default 12).
 */
public final class JdbcSpanRatios {

	private static final long TURN_NANOS = 250_000_000L;

	private static final int WARM_UP_ROUNDS = 8;

	private static final int BLOCK = 500;

	private static final JdbcVariant REFERENCE = JdbcVariant.HAND_WRITTEN;

	private final PrintStream out;

	private int consumed;

	private JdbcSpanRatios(PrintStream out) {
		this.out = out;
	}

	public static void main(String[] arguments) throws Exception {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		if (arguments.length == 2 && arguments[0].equals("fork")) {
			new JdbcSpanRatios(out).measure(Integer.parseInt(arguments[1]));
			return;
		}
		int forks = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 5;
		int rounds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 12;
		List<String> lines = new ArrayList<>();
		for (int fork = 0; fork < forks; fork++) {
			lines.addAll(fork(rounds));
		}
		report(lines, out);
	}

	private static List<String> fork(int rounds) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx512m",
				"-Dotel.semconv-stability.opt-in=database", "-cp", System.getProperty("java.class.path"),
				JdbcSpanRatios.class.getName(), "fork", Integer.toString(rounds))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("A JVM failed: " + output);
		}
		return output.lines().filter((line) -> line.startsWith("round")).toList();
	}

	// One line per round and variant: round variant nanoseconds bytes.
	private void measure(int rounds) throws SQLException {
		List<JdbcVariant> order = new ArrayList<>(Arrays.asList(JdbcVariant.values()));
		Random random = new Random(1);
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			Collections.shuffle(order, random);
			for (JdbcVariant variant : order) {
				turn(variant, round);
			}
		}
		this.out.println("consumed " + this.consumed);
	}

	private void turn(JdbcVariant variant, int round) throws SQLException {
		// Opened for its turn: the span of its request must be the current one
		try (JdbcQuery query = new JdbcQuery(variant)) {
			long warm = System.nanoTime() + TURN_NANOS / 5;
			while (System.nanoTime() < warm) {
				this.consumed += query.run();
			}
			ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
			long bytes = threads.getCurrentThreadAllocatedBytes();
			long start = System.nanoTime();
			long operations = 0;
			while (System.nanoTime() - start < TURN_NANOS) {
				for (int i = 0; i < BLOCK; i++) {
					this.consumed += query.run();
				}
				operations += BLOCK;
			}
			double nanos = (double) (System.nanoTime() - start) / operations;
			double allocated = (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / operations;
			if (round >= 0) {
				this.out.println(String.format(Locale.ROOT, "round %s %.1f %.1f", variant, nanos, allocated));
			}
		}
	}

	private static void report(List<String> lines, PrintStream out) {
		Map<JdbcVariant, List<double[]>> results = new EnumMap<>(JdbcVariant.class);
		for (String line : lines) {
			String[] parts = line.split(" ");
			results.computeIfAbsent(JdbcVariant.valueOf(parts[1]), (variant) -> new ArrayList<>())
				.add(new double[] { Double.parseDouble(parts[2]), Double.parseDouble(parts[3]) });
		}
		List<double[]> reference = results.getOrDefault(REFERENCE, List.of());
		out.println("| Variant | ns/op (median) | B/op | ratio (median) | ratio, upper 95 % | rounds |");
		out.println("|---|---|---|---|---|---|");
		results.forEach((variant, values) -> {
			double[] nanos = values.stream().mapToDouble((value) -> value[0]).sorted().toArray();
			double[] bytes = values.stream().mapToDouble((value) -> value[1]).sorted().toArray();
			double[] ratios = new double[values.size()];
			for (int i = 0; i < ratios.length; i++) {
				ratios[i] = values.get(i)[0] / reference.get(i)[0];
			}
			double upper = upperBound(ratios);
			Arrays.sort(ratios);
			out.println(String.format(Locale.ROOT, "| %s | %.0f | %.0f | %.2f | %.2f | %d |", variant, median(nanos),
					median(bytes), median(ratios), upper, ratios.length));
		});
	}

	private static double median(double[] sorted) {
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
