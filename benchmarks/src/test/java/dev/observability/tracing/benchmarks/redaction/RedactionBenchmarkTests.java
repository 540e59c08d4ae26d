// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.redaction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedactionBenchmarkTests {

	@Test
	void masksWhatItSays() {
		RedactionBenchmark benchmark = new RedactionBenchmark();
		benchmark.open();
		assertThat(benchmark.copySpan().getAttributes().size()).isEqualTo(12);
		assertThat(benchmark.span()).isNotNull().asString().contains("Jane's order, gift wrapped");
		assertThat(benchmark.spanWithSecret()).isNotNull().asString().contains("paid by REDACTED");
		assertThat(benchmark.message()).hasSize(200).doesNotContain("REDACTED");
		assertThat(benchmark.messageWithSecret()).contains("password=REDACTED failed");
	}

}
