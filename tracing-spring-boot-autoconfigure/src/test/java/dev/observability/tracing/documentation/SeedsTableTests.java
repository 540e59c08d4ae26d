// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SeedsTableTests {

	private static final Set<String> TESTS = Set.of("HttpTests", "HttpTests#namesTheRoute");

	@ParameterizedTest
	@ValueSource(strings = { "planned", "no: another language", "`HttpTests`", "`HttpTests#namesTheRoute`",
			"`HttpTests`, `HttpTests#namesTheRoute`" })
	void acceptsTestsPlannedAndReasons(String shownBy) {
		assertThat(problems("| a | b | " + shownBy + " |")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "yes", "Planned", "planned later", "no", "no:", "HttpTests", "`HttpSupport`",
			"`HttpTests` `HttpTests`", "see `HttpTests`", "planned <!-- soon -->" })
	void refusesAnythingElse(String shownBy) {
		assertThat(problems("| a | b | " + shownBy + " |")).singleElement().asString().contains("is neither tests");
	}

	@Test
	void reportsATestClassThatDoesNotExist() {
		assertThat(problems("| a | b | `GoneTests` |")).containsExactly("line 8: no test GoneTests");
	}

	@Test
	void reportsATestMethodThatDoesNotExist() {
		assertThat(problems("| a | b | `HttpTests`, `HttpTests#gone` |"))
			.containsExactly("line 8: no test HttpTests#gone");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "| a | planned |", "| a | b | c | planned |", "| a | b | planned", "| a \\| b | planned |" })
	void reportsARowWithoutThreeColumns(String row) {
		assertThat(problems(row)).containsExactly("line 8: not three columns");
	}

	@Test
	void reportsAnEmptyColumn() {
		assertThat(problems("| a | | planned |")).containsExactly("line 8: column 2 is empty");
		assertThat(problems("| a | b | |")).containsExactly("line 8: column 3 is empty");
	}

	@Test
	void keepsAnEscapedBorderInsideItsColumn() {
		assertThat(problems("| `{job} \\|= id` | b | planned |")).isEmpty();
	}

	@Test
	void reportsARowThatWasLost() {
		assertThat(problems(2, "A", "| a | b | planned |")).containsExactly("section 'A': 2 rows stated, 1 found",
				"total: 2 rows stated, 1 found");
	}

	@Test
	void reportsASectionOutsideTheContents() {
		assertThat(problems(1, "B", "| a | b | planned |")).containsExactly("section 'A': 1 rows stated, 0 found",
				"section 'B': not in the contents");
	}

	@Test
	void reportsAnEmptyPage() {
		assertThat(SeedsTable.problems("", TESTS::contains)).containsExactly("no row at all",
				"total: -1 rows stated, 0 found");
	}

	private static List<String> problems(String row) {
		return problems(1, "A", row);
	}

	private static List<String> problems(int stated, String section, String row) {
		return SeedsTable.problems("""
				| Section | Rows |
				|---|---|
				| [A](#a) | %d |
				| **Total** | **%d** |
				## %s
				| What it says | Ours | Shown by |
				|---|---|---|
				%s
				""".formatted(stated, stated, section, row), TESTS::contains);
	}

}
