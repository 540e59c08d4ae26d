// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.page;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import dev.observability.tracing.benchmarks.page.PageProbe.Measured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The short form of the benchmark: it measures what it says, and not how much.
 */
class PageBenchmarkTests {

	@Test
	void measuresAPageOfARealApplication(@TempDir Path folder) throws Exception {
		PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
		PageBenchmark.Size size = new PageBenchmark.Size(100, 5, 4, 1, 2, "");
		Map<String, double[]> values = new PageBenchmark(size, folder, quiet).run();
		assertThat(values).containsKeys("capture", "heap", "api/traces", "api/facets");
		double[] memory = values.remove("heap");
		assertThat(values.values())
			.allSatisfy((measured) -> assertThat(Arrays.stream(measured).boxed()).allMatch((value) -> value >= 0));
		// What so few spans retain is less than what else comes and goes
		assertThat(memory).isNotNull();
		assertThat(memory[1]).isPositive();
	}

	@Test
	void readsWhatTheProbeSays() {
		Measured measured = Measured.parse("{\"name\":\"wire\",\"spans\":10000,\"values\":[1.5,2]}");
		assertThat(measured.name()).isEqualTo("wire");
		assertThat(measured.spans()).isEqualTo(10_000);
		assertThat(measured.values()).containsExactly(1.5, 2);
	}

}
