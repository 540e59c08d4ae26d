// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OpenMetricsParserTests {

	@Test
	void readsWhatTheSpecificationShows() {
		assertThat(OpenMetricsParser.parse("""
				# TYPE foo histogram
				# HELP foo It's a \\"histogram\\"
				foo_bucket{le="0.1"} 8 # {} 0.054
				foo_bucket{le="1.0"} 11 # {trace_id="KOO5S4vxi0o"} 0.67
				foo_bucket{le="+Inf"} 17 # {trace_id="oHg5SJYRHA0"} 9.8 1520879607.789
				foo_count 17
				foo_sum 324789.3
				# TYPE a counter
				a_total{b="x\\\\y\\n\\"z"} 1.0e9 1520879607 # {} 1
				# TYPE g gauge
				g NaN
				g{x="1"} -Inf
				# EOF
				""")).extracting(OpenMetricsFamily::name).containsExactly("foo", "a", "g");
	}

	@ParameterizedTest
	@ValueSource(strings = { "# TYPE a counter\na_total 1", "# TYPE a counter\n\na_total 1\n# EOF\n",
			"# TYPE a counter\na 1\n# EOF\n", "# TYPE a counter\na_total -1\n# EOF\n",
			"# TYPE a counter\na_total  1\n# EOF\n", "# TYPE a counter\na_total 1\na_total 1\n# EOF\n",
			"# TYPE a gauge\na 1 # {trace_id=\"x\"} 1\n# EOF\n", "# TYPE a summary\na_count 1 # {} 1\n# EOF\n",
			"# TYPE a summary\na_sum 1 # {} 1\n# EOF\n", "# TYPE a histogram\na_count 1 # {} 1\n# EOF\n",
			"# TYPE a histogram\na_bucket{le=\"1\"} 1\na_count 1\n# EOF\n",
			"# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_count 1\n# EOF\n",
			"# TYPE a histogram\na_bucket{le=\"+Inf\"} 2\na_count 1\n# EOF\n",
			"# TYPE a histogram\na_bucket{le=\"1\"} 1 # {} 2\n# EOF\n", "# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n# EOF\n",
			"# TYPE a gauge\na{b='1'} 1\n# EOF\n", "# TYPE a gauge\n# TYPE a gauge\na 1\n# EOF\n",
			"# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na{x=\"1\"} 1\n# EOF\n", "a-b 1\n# EOF\n",
			"# TYPE a info\na_info 2\n# EOF\n", "# comment\n# EOF\n", "# EOF\n# EOF\n" })
	void refusesWhatTheSpecificationForbids(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> OpenMetricsParser.parse(text));
	}

}
