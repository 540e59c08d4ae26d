// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.launch;

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
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import com.sun.management.ThreadMXBean;
import dev.observability.tracing.benchmarks.statistics.AddedCost;
import dev.observability.tracing.benchmarks.statistics.Samples;

/**
 * Compares variants of a piece of work within one JVM, in turns of a quarter of a second
 * and in a new order each round, and prints the ratio of each to a reference. Time is the
 * CPU time of the working thread, because a machine that has other work to do stretches
 * the wall time.
 * <p>
 * Arguments of a main class that uses it: number of JVMs (default 3) and of rounds in
 * each (default 8).
 *
 * @param <V> the variants
 */
public final class PairedTurns<V extends Enum<V>> {

	private static final long TURN_NANOS = 250_000_000L;

	private static final int WARM_UP_ROUNDS = 6;

	private static final int BLOCK = 500;

	private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
			StandardCharsets.UTF_8);

	private final Class<?> main;

	private final V reference;

	private final Map<String, Function<V, Work>> subjects;

	private int consumed;

	/**
	 * Creates a comparison.
	 * @param main the main class, which each JVM starts again
	 * @param reference what the others are compared with
	 * @param subjects what is done, by the title of its table; opened for each turn
	 */
	public PairedTurns(Class<?> main, V reference, Map<String, Function<V, Work>> subjects) {
		this.main = main;
		this.reference = reference;
		this.subjects = subjects;
	}

	public void run(String[] arguments) throws IOException, InterruptedException {
		if (arguments.length == 3 && arguments[0].equals("fork")) {
			measure(subject(arguments[1]), Integer.parseInt(arguments[2]));
			return;
		}
		int forks = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 3;
		int rounds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 8;
		for (String subject : this.subjects.keySet()) {
			List<String> lines = new ArrayList<>();
			for (int fork = 0; fork < forks; fork++) {
				lines.addAll(fork(subject, rounds));
			}
			report(subject, lines);
		}
	}

	private Function<V, Work> subject(String name) {
		Function<V, Work> subject = this.subjects.get(name);
		if (subject == null) {
			throw new IllegalArgumentException("subject must be of " + this.subjects.keySet() + " but was " + name);
		}
		return subject;
	}

	private List<String> fork(String subject, int rounds) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(JavaCommand.of(List.of("-Xmx512m"), System.getProperty("java.class.path"),
				this.main, List.of("fork", subject, Integer.toString(rounds))))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("A JVM failed: " + output);
		}
		return output.lines().filter((line) -> line.startsWith("round ")).toList();
	}

	private List<V> variants() {
		return Arrays.asList(this.reference.getDeclaringClass().getEnumConstants());
	}

	// One line per round and variant: round variant nanoseconds bytes.
	private void measure(Function<V, Work> subject, int rounds) {
		List<V> order = new ArrayList<>(variants());
		Random random = new Random(1);
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			Collections.shuffle(order, random);
			for (V variant : order) {
				turn(variant, subject, round);
			}
		}
		this.out.println("consumed " + this.consumed);
	}

	private void turn(V variant, Function<V, Work> subject, int round) {
		try (Work work = subject.apply(variant)) {
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
				this.out.println(String.format(Locale.ROOT, "round %s %.1f %.1f", variant.name(), nanos, allocated));
			}
		}
	}

	private void report(String subject, List<String> lines) {
		double[] reference = column(lines, this.reference, 2);
		double bytes = Samples.median(column(lines, this.reference, 3));
		this.out.println("\n" + subject + "\n");
		this.out.println("| Variant | CPU ns/op (median) | B/op | ratio | ratio, upper 95 % | bytes, ratio | rounds |");
		this.out.println("|---|---|---|---|---|---|---|");
		for (V variant : variants()) {
			double[] nanos = column(lines, variant, 2);
			double allocated = Samples.median(column(lines, variant, 3));
			AddedCost cost = AddedCost.ratio(nanos, reference);
			this.out.println(String.format(Locale.ROOT, "| %s | %.0f | %.0f | %.2f | %.2f | %.2f | %d |", variant,
					Samples.median(nanos), allocated, cost.ratio(), cost.upperBound(), allocated / bytes,
					nanos.length));
		}
	}

	private double[] column(List<String> lines, V variant, int index) {
		return lines.stream()
			.map((line) -> line.split(" "))
			.filter((parts) -> parts[1].equals(variant.name()))
			.mapToDouble((parts) -> Double.parseDouble(parts[index]))
			.toArray();
	}

	/**
	 * What is measured. Belongs to the thread that opens it.
	 */
	public interface Work extends AutoCloseable {

		/**
		 * Does it once.
		 * @return something to consume
		 */
		int run();

		@Override
		void close();

	}

}
