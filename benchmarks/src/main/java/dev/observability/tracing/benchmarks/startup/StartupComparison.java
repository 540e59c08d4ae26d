// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.startup;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.observability.tracing.benchmarks.launch.ClassPath;

/**
 * Compares how long the sample's {@code orders} takes to start with our starter and with
 * Spring Boot's own OpenTelemetry starter. Whole processes, one after the other, in
 * alternating order, with Boot's variant twice so that the noise of the machine shows.
 * <p>
 * Units: milliseconds from the start of the JVM to "Started", as Boot prints it. The
 * class path of this process must hold both starters; each variant has what its own
 * needs.
 */
public final class StartupComparison {

	private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
			StandardCharsets.UTF_8);

	private static final Pattern STARTED = Pattern.compile("Started \\w+ in .* \\(process running for ([0-9.]+)\\)");

	private static final String MAIN_CLASS = "dev.observability.tracing.sample.SampleApplication";

	private static final String SAMPLE = "dev.observability:sample-app";

	private static final String OURS = "dev.observability:tracing-spring-boot-starter";

	private static final List<String> BOOT = List.of("org.springframework.boot:spring-boot-starter-actuator",
			"org.springframework.boot:spring-boot-starter-opentelemetry",
			"io.micrometer:micrometer-registry-prometheus");

	private static final List<String> BOOT_SETTINGS = List.of(
			"--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:9/v1/traces",
			"--management.tracing.sampling.probability=1.0", "--management.otlp.metrics.export.enabled=false");

	private static final List<String> OUR_SETTINGS = List.of("--observability.tracing.endpoint=http://127.0.0.1:9");

	private final List<Variant> variants;

	private StartupComparison(List<Variant> variants) {
		this.variants = variants;
	}

	/**
	 * Runs the comparison and prints its table.
	 * @param args how many rounds, 12 if absent
	 * @throws Exception if a process cannot be started or does not come up
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 12;
		ClassPath classPath = ClassPath.current();
		Variant ours = new Variant("ours", ClassPath.join(classPath.closure(List.of(SAMPLE), List.of())), OUR_SETTINGS);
		List<String> sampleWithBoot = new ArrayList<>(BOOT);
		sampleWithBoot.add(SAMPLE);
		Variant boot = new Variant("boot", ClassPath.join(classPath.closure(sampleWithBoot, List.of(OURS))),
				BOOT_SETTINGS);
		Variant again = new Variant("boot again", boot.classPath(), BOOT_SETTINGS);
		new StartupComparison(List.of(ours, boot, again)).run(rounds);
	}

	private void run(int rounds) throws Exception {
		List<long[]> results = new ArrayList<>();
		for (int round = -1; round < rounds; round++) {
			long[] millis = new long[this.variants.size()];
			for (int step = 0; step < millis.length; step++) {
				int index = Math.floorMod(round + step, millis.length);
				millis[index] = start(this.variants.get(index));
			}
			if (round >= 0) {
				results.add(millis);
				print("round %2d: ours %5d ms, boot %5d ms, boot again %5d ms", round + 1, millis[0], millis[1],
						millis[2]);
			}
		}
		for (int index = 0; index < this.variants.size(); index++) {
			int column = index;
			print("%-10s median %5.0f ms", this.variants.get(index).name(),
					median(results.stream().mapToDouble((row) -> row[column]).toArray()));
		}
		printDifference("ours - boot", results.stream().mapToDouble((row) -> row[0] - row[1]).toArray());
		printDifference("boot again - boot", results.stream().mapToDouble((row) -> row[2] - row[1]).toArray());
	}

	private static long start(Variant variant) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-cp", variant.classPath(), MAIN_CLASS));
		command.addAll(List.of("--spring.profiles.active=orders", "--server.port=0"));
		command.addAll(variant.settings());
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		List<String> lines = new ArrayList<>();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.add(line);
				Matcher matcher = STARTED.matcher(line);
				if (matcher.find()) {
					return Math.round(Double.parseDouble(matcher.group(1)) * 1000);
				}
			}
		}
		finally {
			process.destroy();
			if (!process.waitFor(20, TimeUnit.SECONDS)) {
				process.destroyForcibly().waitFor();
			}
		}
		throw new IllegalStateException(variant.name() + " did not start:\n" + String.join("\n", lines));
	}

	private static void printDifference(String name, double[] differences) {
		double mean = Arrays.stream(differences).average().orElseThrow();
		double squares = Arrays.stream(differences).map((value) -> (value - mean) * (value - mean)).sum();
		double error = Math.sqrt(squares / (differences.length - 1) / differences.length);
		// 1.8 is the one-sided 95 % quantile of Student's t for ten to twelve pairs
		print("%-18s median %5.0f ms, mean %5.0f ms, upper 95 %% bound %5.0f ms", name, median(differences), mean,
				mean + 1.8 * error);
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private static void print(String format, Object... arguments) {
		OUT.println(String.format(Locale.ROOT, format, arguments));
	}

	private record Variant(String name, String classPath, List<String> settings) {
	}

}
