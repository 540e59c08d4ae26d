// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.observability.tracing.benchmarks.launch.Pinning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The short form: that the variants start, make the spans they should and are reported,
 * not the numbers. The long form has further variants, which this class path lacks.
 */
class ApplicationBenchmarkTests {

	@Test
	void comparesVariantsWithTheSpansTheyShouldMake(@TempDir Path folder) throws Exception {
		List<Variant> variants = List.of(Variant.BASE, Variant.BOOT, Variant.OURS);
		Settings settings = new Settings(folder, variants, List.of(Workload.values()), List.of(Comparison.values()), 1,
				1, 0.01, Pinning.NONE);
		PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
		Results results = ApplicationBenchmark.run(settings, quiet);
		for (Workload workload : Workload.values()) {
			for (Variant variant : variants) {
				// A wrong number of spans would have ended the run
				assertThat(results.all(workload, variant, Metric.PACED_SPANS)).hasSize(1);
				assertThat(Arrays.stream(results.all(workload, variant, Metric.SATURATED_KB)).boxed()).hasSize(1)
					.allSatisfy((kilobytes) -> assertThat(kilobytes).isPositive());
			}
		}
		for (Variant variant : variants) {
			assertThat(results.all(Comparison.BUSY, variant, Metric.SATURATED_REQUEST_CPU)).hasSize(1);
			assertThat(results.all(Comparison.AT_FIXED_RATE, variant, Metric.PACED_SPANS)).hasSize(1);
		}
		List<String> report = Report.lines(results);
		assertThat(report).anyMatch((line) -> line.startsWith("| **ours** | "))
			.anyMatch((line) -> line.startsWith("| request threads, saturated: ours (4 spans) / Boot (1 span) | "));
		assertThat(Report.lines(Results.load(settings.file("values.csv")))).isEqualTo(report);
	}

}
