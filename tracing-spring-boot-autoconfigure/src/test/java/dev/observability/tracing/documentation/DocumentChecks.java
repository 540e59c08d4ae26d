// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * Says what is wrong with a document: links that lead nowhere, keys that do not exist,
 * paths of somebody's machine.
 */
final class DocumentChecks {

	private static final Pattern FOREIGN_LINK = Pattern.compile("[a-z][a-z+.-]*:.*", Pattern.CASE_INSENSITIVE);

	private static final Pattern KEY = Pattern.compile("observability\\.tracing(?:\\.[a-z][a-z0-9_-]*)+\\*?");

	/** In parts, so that this file does not name what it looks for. */
	private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.${}])/(?:" + "wo" + "rk|" + "ro" + "ot|"
			+ "ho" + "me/[a-z]|" + "Us" + "ers/[a-z]|" + "tm" + "p/[a-z])[\\w.-]*/");

	private DocumentChecks() {
	}

	/**
	 * The links of one document that lead nowhere.
	 * @param document path of the document from the root, with slashes
	 * @param text the document
	 * @param reader gives the text of a file by its path from the root, {@code null}
	 * where there is none
	 * @return what is wrong
	 */
	static List<String> brokenLinks(String document, String text, Function<String, @Nullable String> reader) {
		List<String> problems = new ArrayList<>();
		for (String link : new MarkdownPage(text).links()) {
			if (FOREIGN_LINK.matcher(link).matches()) {
				continue;
			}
			int hash = link.indexOf('#');
			String file = (hash < 0) ? link : link.substring(0, hash);
			String target = file.isEmpty() ? text : reader.apply(resolve(document, file));
			if (target == null) {
				problems.add("%s: no file %s".formatted(document, link));
			}
			else if (hash >= 0 && !new MarkdownPage(target).anchors().contains(link.substring(hash + 1))) {
				problems.add("%s: no heading %s".formatted(document, link));
			}
		}
		return problems;
	}

	private static String resolve(String document, String link) {
		return Path.of(document).resolveSibling(link).normalize().toString().replace('\\', '/');
	}

	/**
	 * The keys of ours that a document mentions and that do not exist. A key that is to
	 * come stands in a line that says "planned".
	 * @param document path of the document
	 * @param text the document
	 * @param known the keys that exist and whether each is a map
	 * @return what is wrong
	 */
	static List<String> unknownKeys(String document, String text, Map<String, Boolean> known) {
		List<String> problems = new ArrayList<>();
		for (String line : text.lines().toList()) {
			if (!line.toLowerCase(Locale.ROOT).contains("planned")) {
				KEY.matcher(line)
					.results()
					.map((key) -> key.group())
					.filter((key) -> !isKnown(key, known))
					.forEach((key) -> problems.add("%s: no property %s".formatted(document, key)));
			}
		}
		for (String yaml : new MarkdownPage(text).yamlBlocks()) {
			yamlKeys(document, yaml, problems).stream()
				.filter((key) -> KEY.matcher(key).lookingAt() && !isKnown(key, known))
				.forEach((key) -> problems.add("%s: no property %s".formatted(document, key)));
		}
		return problems;
	}

	private static boolean isKnown(String key, Map<String, Boolean> known) {
		String wanted = uniform(key);
		return known.entrySet().stream().anyMatch((entry) -> {
			String name = uniform(entry.getKey());
			boolean group = name.startsWith(wanted + ".")
					|| (wanted.endsWith("*") && name.startsWith(wanted.substring(0, wanted.length() - 1)));
			boolean entryOfMap = entry.getValue() && wanted.startsWith(name + ".");
			return name.equals(wanted) || group || entryOfMap;
		});
	}

	/** Relaxed binding: dashes and underscores do not count, nor does an index. */
	private static String uniform(String key) {
		return key.replaceAll("\\[.*", "").replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	private static List<String> yamlKeys(String document, String yaml, List<String> problems) {
		List<String> keys = new ArrayList<>();
		try {
			new YamlPropertySourceLoader().load(document, new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.forEach((source) -> {
					if (source instanceof EnumerablePropertySource<?> enumerable) {
						keys.addAll(List.of(enumerable.getPropertyNames()));
					}
				});
		}
		catch (Exception ex) {
			problems.add("%s: an example is not YAML".formatted(document));
		}
		return keys;
	}

	/**
	 * The lines that name a path of somebody's machine.
	 * @param file path of the file
	 * @param text its text
	 * @return what is wrong
	 */
	static List<String> machinePaths(String file, String text) {
		List<String> problems = new ArrayList<>();
		List<String> lines = text.lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			Matcher path = MACHINE_PATH.matcher(lines.get(i));
			if (path.find()) {
				problems.add("%s:%d names %s".formatted(file, i + 1, path.group()));
			}
		}
		return problems;
	}

}
