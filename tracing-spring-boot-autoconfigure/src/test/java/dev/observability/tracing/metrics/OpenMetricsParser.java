// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A strict reader of the text format of OpenMetrics 1.0: what its grammar does not know
 * and what its rules forbid is refused.
 */
final class OpenMetricsParser {

	private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";

	private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\"";

	private static final String LABELS = "\\{((?:" + LABEL + "(?:," + LABEL + ")*)?)\\}";

	private static final String NUMBER = "[+-]?(?:[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\\.[0-9]+(?:[eE][+-]?[0-9]+)?|Inf)|NaN";

	private static final String TIME = "[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";

	private static final Pattern METADATA = Pattern.compile("# (TYPE|HELP|UNIT) (" + NAME + ") (.*)");

	private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:" + LABELS + ")? (" + NUMBER + ")(?: "
			+ TIME + ")?(?: # " + LABELS + " (" + NUMBER + ")(?: " + TIME + ")?)?");

	private static final Pattern ONE_LABEL = Pattern.compile("([^=,]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	private final List<OpenMetricsFamily> families = new ArrayList<>();

	private final Set<String> names = new HashSet<>();

	private @Nullable OpenMetricsFamily current;

	private OpenMetricsParser() {
	}

	/**
	 * Reads a scrape.
	 * @param text the whole text
	 * @return its families
	 * @throws IllegalArgumentException when it is not OpenMetrics
	 */
	static List<OpenMetricsFamily> parse(String text) {
		require(text.endsWith("# EOF\n"), "no end");
		OpenMetricsParser parser = new OpenMetricsParser();
		for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n", -1)) {
			if (!line.isEmpty()) {
				parser.line(line);
			}
		}
		require(!text.contains("\n\n") && !text.startsWith("\n"), "empty line");
		parser.end();
		return parser.families;
	}

	private void line(String line) {
		Matcher metadata = METADATA.matcher(line);
		if (metadata.matches()) {
			family(metadata.group(2)).metadata(metadata.group(1), metadata.group(3));
			return;
		}
		Matcher sample = SAMPLE.matcher(line);
		require(sample.matches(), "not a line of OpenMetrics: " + line);
		String exemplar = sample.group(4);
		OpenMetricsFamily family = this.current;
		if (family == null || !family.owns(sample.group(1))) {
			family = family(sample.group(1));
		}
		require(family.owns(sample.group(1)), "not of " + family.name() + ": " + line);
		family.add(new OpenMetricsSample(sample.group(1), labels(sample.group(2)), number(sample.group(3)),
				(exemplar != null) ? new OpenMetricsSample.Exemplar(labels(exemplar), number(sample.group(5))) : null));
	}

	private OpenMetricsFamily family(String name) {
		OpenMetricsFamily family = this.current;
		if (family != null && family.name().equals(name)) {
			return family;
		}
		end();
		family = new OpenMetricsFamily(name);
		this.current = family;
		this.families.add(family);
		return family;
	}

	private void end() {
		OpenMetricsFamily family = this.current;
		if (family != null) {
			family.end();
			for (String name : family.names()) {
				require(this.names.add(name), "families that share " + name);
			}
		}
	}

	private static Map<String, String> labels(@Nullable String text) {
		Map<String, String> labels = new LinkedHashMap<>();
		Matcher matcher = ONE_LABEL.matcher((text != null) ? text : "");
		while (matcher.find()) {
			require(labels.put(matcher.group(1), matcher.group(2)) == null, "label twice: " + text);
		}
		return labels;
	}

	static double number(String text) {
		return Double.parseDouble(text.replace("Inf", "Infinity"));
	}

	private static void require(boolean condition, String violation) {
		if (!condition) {
			throw new IllegalArgumentException(violation);
		}
	}

}
