// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import dev.observability.tracing.benchmarks.launch.Pinning;
import org.jspecify.annotations.Nullable;

/**
 * How long and how much is measured. Times are for the first workload; the page has half
 * of the warm-up.
 *
 * @param target folder for logs and values; the jars of the long form are in its
 * "variants"
 * @param variants what is compared
 * @param workloads what is asked
 * @param comparisons which goals are decided
 * @param forks how often every process is started anew, because one start may compile
 * better than another
 * @param rounds in each fork
 * @param pace factor of the times of warm-up and slices
 * @param pinning which processors are used
 */
record Settings(Path target, List<Variant> variants, List<Workload> workloads, List<Comparison> comparisons, int forks,
		int rounds, double pace, Pinning pinning) {

	static Settings parse(List<String> arguments) {
		Map<String, String> given = new TreeMap<>();
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length == 2 && !parts[1].isBlank()) {
				given.put(parts[0], parts[1].trim());
			}
		}
		return new Settings(Path.of(given.getOrDefault("--target", "target")),
				list(given.get("--variants"), Variant.values(), Variant::valueOf),
				list(given.get("--workloads"), Workload.values(), Workload::valueOf),
				list(given.get("--comparisons"), Comparison.values(), Comparison::valueOf),
				Integer.parseInt(given.getOrDefault("--forks", "2")),
				Integer.parseInt(given.getOrDefault("--rounds", "5")),
				Double.parseDouble(given.getOrDefault("--pace", "1")),
				given.getOrDefault("--pin", "true").equals("true") ? Pinning.best() : Pinning.NONE);
	}

	// Names as in "boot-jdbc,ours"
	private static <E extends Enum<E>> List<E> list(@Nullable String names, E[] all, Function<String, E> parser) {
		return (names != null) ? Arrays.stream(names.split(","))
			.map((name) -> parser.apply(name.trim().toUpperCase(Locale.ROOT).replace('-', '_')))
			.toList() : List.of(all);
	}

	Duration slice(Comparison comparison) {
		return Duration.ofMillis(Math.round(comparison.slice().toMillis() * this.pace));
	}

	// As much less as the slices are shorter
	int slices(Comparison comparison) {
		return Math.max(1, (int) Math.round(comparison.slices() * Math.min(1, this.pace)));
	}

	Duration warmUp(Workload workload) {
		return seconds((workload == Workload.ITEMS) ? 48 : 24);
	}

	int warmUpBursts() {
		return isShort() ? 2 : 12;
	}

	// Whether no number counts, so that nobody waits for the compiler
	boolean isShort() {
		return this.pace < 0.1;
	}

	// How long a span waits for others before it leaves
	int exportMillis() {
		return isShort() ? 100 : 1000;
	}

	Duration saturated() {
		return seconds(1.5);
	}

	Duration paced() {
		return seconds(2.5);
	}

	Duration half() {
		return seconds(1.5);
	}

	private Duration seconds(double seconds) {
		return Duration.ofMillis(Math.round(seconds * 1000 * this.pace));
	}

	Path file(String name) {
		return this.target.resolve("application").resolve(name);
	}

}
