// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.observability.tracing.diagnostics.FindingCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page to which each finding points.
 */
class FindingsPageTests {

	private static final Pattern HEADING = Pattern.compile("(?m)^### (\\S+)$");

	private final String page = Repository.find().read("src/docs/troubleshooting.md");

	@Test
	void eachFindingHasItsHeadingAndNothingElseHas() {
		assertThat(HEADING.matcher(this.page).results().map((heading) -> heading.group(1)))
			.containsExactlyElementsOf(Stream.of(FindingCode.values()).map(FindingCode::toString).toList());
	}

	@ParameterizedTest
	@EnumSource
	void eachLeadsToACommandToType(FindingCode code) {
		String section = this.page.split("\n### " + code + "\n", 2)[1].split("\n### ", 2)[0];
		List<String> parts = Stream.of(section.split("```")).map(String::strip).toList();
		assertThat(parts).as("text, command, nothing").hasSize(3);
		assertThat(parts.get(0)).as("text").isNotEmpty();
		assertThat(parts.get(1)).as("command").isNotEmpty();
		assertThat(parts.get(2)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void eachIsReachedFromASymptom(FindingCode code) {
		String symptoms = this.page.substring(0, this.page.indexOf("\n## Findings"));
		assertThat(symptoms).contains("(#" + code + ")");
	}

	@ParameterizedTest
	@EnumSource
	void eachIsMadeByATest(FindingCode code) {
		Repository repository = Repository.find();
		assertThat(repository.files("tracing-spring-boot-autoconfigure/src/test/java")
			.stream()
			.filter((file) -> !file.getFileName().toString().startsWith(FindingsPageTests.class.getSimpleName()))
			.map((file) -> Repository.readText(file).orElse("").replace("\\", ""))
			.anyMatch((text) -> text.contains(code.name()) || text.contains("\"" + code + "\"")
					|| text.contains("\"" + code + " ") || text.contains("code=" + code)))
			.as("a test names " + code)
			.isTrue();
	}

}
