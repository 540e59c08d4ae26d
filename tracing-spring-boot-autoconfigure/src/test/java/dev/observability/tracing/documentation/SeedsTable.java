// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code src/docs/seeds.md} and says what is wrong with it. The page has one table
 * of contents, {@code Section | Rows}, and below each of its headings one table,
 * {@code What it says | Ours | Shown by}.
 */
final class SeedsTable {

	private static final Pattern HEADING = Pattern.compile("#{2,6} +(.+)");

	private static final Pattern CONTENT = Pattern.compile("\\| *\\[(.+)]\\(#.+\\) *\\| *(\\d+) *\\|");

	private static final Pattern TOTAL = Pattern.compile("\\| *\\*\\*Total\\*\\* *\\| *\\*\\*(\\d+)\\*\\* *\\|");

	private static final Pattern TABLE_HEADER = Pattern.compile("\\| *What it says *\\| *Ours *\\| *Shown by *\\|");

	private static final Pattern RULER = Pattern.compile("\\|( *:?-+:? *\\|)+");

	private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");

	private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Tests(#[a-z]\\w*)?)`");

	private static final Pattern SHOWN_BY = Pattern
		.compile("planned|no: \\S.+|" + TEST.pattern() + "(, " + TEST.pattern() + ")*");

	private final Predicate<String> tests;

	private final Map<String, Integer> stated = new LinkedHashMap<>();

	private final Map<String, Integer> counted = new LinkedHashMap<>();

	private final List<String> problems = new ArrayList<>();

	private int statedTotal = -1;

	private SeedsTable(Predicate<String> tests) {
		this.tests = tests;
	}

	/**
	 * Checks the page.
	 * @param markdown the page
	 * @param tests knows whether a test, {@code ClassTests} or {@code ClassTests#method},
	 * exists
	 * @return what is wrong, in the order of the page; empty where nothing is
	 */
	static List<String> problems(String markdown, Predicate<String> tests) {
		SeedsTable table = new SeedsTable(tests);
		table.read(markdown.lines().toList());
		table.compareCounts();
		return List.copyOf(table.problems);
	}

	private void read(List<String> lines) {
		String section = "";
		boolean inTable = false;
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				section = heading.group(1);
			}
			boolean header = TABLE_HEADER.matcher(line).matches();
			inTable = header || (inTable && line.startsWith("|"));
			if (inTable && !header && !RULER.matcher(line).matches()) {
				this.counted.merge(section, 1, Integer::sum);
				checkRow(i + 1, line);
			}
			else if (!inTable) {
				readContents(line);
			}
		}
	}

	private void readContents(String line) {
		Matcher content = CONTENT.matcher(line);
		Matcher total = TOTAL.matcher(line);
		if (content.matches()) {
			this.stated.put(content.group(1), Integer.valueOf(content.group(2)));
		}
		else if (total.matches()) {
			this.statedTotal = Integer.parseInt(total.group(1));
		}
	}

	private void checkRow(int number, String line) {
		String[] cells = CELL_BORDER.split(line, -1);
		if (cells.length != 5 || !cells[0].isEmpty() || !cells[4].isEmpty()) {
			this.problems.add("line %d: not three columns".formatted(number));
			return;
		}
		for (int i = 1; i <= 3; i++) {
			if (cells[i].isBlank()) {
				this.problems.add("line %d: column %d is empty".formatted(number, i));
			}
		}
		String shownBy = cells[3].strip();
		if (!shownBy.isEmpty() && !SHOWN_BY.matcher(shownBy).matches()) {
			this.problems
				.add("line %d: '%s' is neither tests, 'planned' nor 'no: <reason>'".formatted(number, shownBy));
		}
		if (shownBy.startsWith("`")) {
			TEST.matcher(shownBy)
				.results()
				.map((test) -> test.group(1))
				.filter(this.tests.negate())
				.forEach((test) -> this.problems.add("line %d: no test %s".formatted(number, test)));
		}
	}

	private void compareCounts() {
		if (this.counted.isEmpty()) {
			this.problems.add("no row at all");
		}
		this.stated.forEach((section, rows) -> {
			int found = this.counted.getOrDefault(section, 0);
			if (found != rows) {
				this.problems.add("section '%s': %d rows stated, %d found".formatted(section, rows, found));
			}
		});
		this.counted.keySet()
			.stream()
			.filter((section) -> !this.stated.containsKey(section))
			.forEach((section) -> this.problems.add("section '%s': not in the contents".formatted(section)));
		int total = this.counted.values().stream().mapToInt(Integer::intValue).sum();
		if (total != this.statedTotal) {
			this.problems.add("total: %d rows stated, %d found".formatted(this.statedTotal, total));
		}
	}

}
