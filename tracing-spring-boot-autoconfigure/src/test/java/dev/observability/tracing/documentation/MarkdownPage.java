// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the checks need of a Markdown page: the targets of its links, the anchors of its
 * headings as GitHub makes them, and its YAML examples.
 */
final class MarkdownPage {

	private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+?) *#*");

	private static final Pattern INLINE_LINK = Pattern.compile("]\\(<?([^)>\\s]+)>?(?: \"[^\"]*\")?\\)");

	private static final Pattern REFERENCE = Pattern.compile("^\\[[^]]+]: +(\\S+)");

	private static final Pattern EXPLICIT_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\">");

	private static final Pattern CODE_SPAN = Pattern.compile("(`+).+?\\1");

	private static final Pattern LINK_TEXT = Pattern.compile("!?\\[([^]]*)]\\([^)]*\\)");

	private static final Pattern NOT_IN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N}_\\- ]");

	private final List<String> links = new ArrayList<>();

	private final Set<String> anchors = new HashSet<>();

	private final List<String> yamlBlocks = new ArrayList<>();

	MarkdownPage(String text) {
		Map<String, Integer> seen = new HashMap<>();
		StringBuilder yaml = null;
		String fence = "";
		for (String line : text.lines().toList()) {
			String stripped = line.strip();
			if (!fence.isEmpty()) {
				if (stripped.equals(fence)) {
					fence = "";
					if (yaml != null) {
						this.yamlBlocks.add(yaml.toString());
					}
					yaml = null;
				}
				else if (yaml != null) {
					yaml.append(line).append('\n');
				}
			}
			else if (stripped.startsWith("```")) {
				fence = stripped.replaceAll("[^`].*", "");
				String language = stripped.substring(fence.length()).strip();
				yaml = Set.of("yaml", "yml").contains(language) ? new StringBuilder() : null;
			}
			else {
				readProse(line, seen);
			}
		}
	}

	private void readProse(String line, Map<String, Integer> seen) {
		Matcher heading = HEADING.matcher(line);
		if (heading.matches()) {
			String anchor = anchor(heading.group(1));
			int before = seen.merge(anchor, 1, Integer::sum) - 1;
			this.anchors.add((before == 0) ? anchor : anchor + "-" + before);
		}
		EXPLICIT_ANCHOR.matcher(line).results().forEach((found) -> this.anchors.add(found.group(1)));
		String prose = CODE_SPAN.matcher(line).replaceAll("");
		INLINE_LINK.matcher(prose).results().forEach((found) -> this.links.add(found.group(1)));
		REFERENCE.matcher(prose).results().forEach((found) -> this.links.add(found.group(1)));
	}

	private static String anchor(String heading) {
		String text = LINK_TEXT.matcher(heading).replaceAll("$1").toLowerCase(Locale.ROOT);
		return NOT_IN_ANCHOR.matcher(text).replaceAll("").replace(' ', '-');
	}

	/**
	 * The targets of the links, those in code left out.
	 * @return the targets as written
	 */
	List<String> links() {
		return this.links;
	}

	Set<String> anchors() {
		return this.anchors;
	}

	/**
	 * The text of each fenced block that says it is YAML.
	 * @return the blocks, without their fences
	 */
	List<String> yamlBlocks() {
		return this.yamlBlocks;
	}

}
