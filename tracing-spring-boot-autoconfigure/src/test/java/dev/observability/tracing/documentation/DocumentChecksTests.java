// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentChecksTests {

	private static final Map<String, String> FILES = Map.of("src/docs/http.md",
			"# HTTP\n## What you will see: `url.full`\n## Limits\n## Limits\n", "LICENSE", "text");

	private static final Map<String, Boolean> KEYS = Map.of("observability.tracing.sample-rate", false,
			"observability.tracing.headers", true, "observability.tracing.jdbc.enabled", false);

	@ParameterizedTest
	@ValueSource(strings = { "[a](src/docs/http.md)", "[a](src/docs/http.md#limits-1)",
			"[a](src/docs/http.md#what-you-will-see-urlfull)", "[a](LICENSE)", "[a](https://opentelemetry.io/x#y)",
			"[a](http://localhost:8080)", "[a](mailto:a@b.c)", "`[a](gone.md)`", "```\n[a](gone.md)\n```",
			"# Here\n[a](#here)" })
	void acceptsLinksThatLeadSomewhere(String text) {
		assertThat(DocumentChecks.brokenLinks("README.md", text, FILES::get)).isEmpty();
	}

	@Test
	void resolvesLinksFromTheDirectoryOfTheDocument() {
		assertThat(DocumentChecks.brokenLinks("src/docs/jdbc.md", "[a](http.md#limits) [b](../../LICENSE)", FILES::get))
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a](src/docs/gone.md)", "![a](gone.png)", "[a]: gone.md", "[a](src/docs/gone.md#x)" })
	void reportsAMissingFile(String text) {
		assertThat(DocumentChecks.brokenLinks("README.md", text, FILES::get)).singleElement()
			.asString()
			.startsWith("README.md: no file ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a](src/docs/http.md#gone)", "[a](#gone)", "[a](src/docs/http.md#limits-2)" })
	void reportsAMissingHeading(String text) {
		assertThat(DocumentChecks.brokenLinks("README.md", text, FILES::get)).singleElement()
			.asString()
			.startsWith("README.md: no heading ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "`observability.tracing.sample-rate`", "`observability.tracing.sample_rate`.",
			"`observability.tracing.*`", "`observability.tracing.jdbc.*`", "`observability.tracing.sample-*`",
			"`observability.tracing.<feature>.enabled`", "`observability.tracing.headers.x-api-key`",
			"Planned: `observability.tracing.spool.enabled`",
			"```yaml\nobservability:\n  tracing:\n    sample-rate: 0.1\n    headers:\n      a: b\n```",
			"```yaml\nreceivers: [otlp]\n```" })
	void acceptsKeysThatExistOrArePlanned(String text) {
		assertThat(DocumentChecks.unknownKeys("README.md", text, KEYS)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "`observability.tracing.sample-ratio`", "`observability.tracing.jdbc.text`",
			"`observability.tracing.simple-*`", "`observability.tracing.sample-rate.x`",
			"```yaml\nobservability:\n  tracing:\n    sampel-rate: 1\n```",
			"```yaml\nobservability.tracing:\n  jdbc.off: true\n```" })
	void reportsKeysThatDoNotExist(String text) {
		assertThat(DocumentChecks.unknownKeys("README.md", text, KEYS)).singleElement()
			.asString()
			.startsWith("README.md: no property ");
	}

	@Test
	void reportsAnExampleThatIsNotYaml() {
		assertThat(DocumentChecks.unknownKeys("README.md", "```yaml\na: [b\n```", KEYS))
			.containsExactly("README.md: an example is not YAML");
	}

	@Test
	void reportsPathsOfAMachine() {
		List<String> parts = List.of("wo" + "rk", "tm" + "p/wt", "ho" + "me/ada", "ro" + "ot");
		assertThat(parts).allSatisfy(
				(part) -> assertThat(DocumentChecks.machinePaths("a.md", "x\ncd /" + part + "/main")).singleElement()
					.asString()
					.startsWith("a.md:2 names /"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "src/work/a", "GET /orders/1", "/usr/lib/jvm/", "${java.io.tmpdir}/x", "/v1/traces" })
	void acceptsOtherPaths(String text) {
		assertThat(DocumentChecks.machinePaths("a.md", text)).isEmpty();
	}

}
