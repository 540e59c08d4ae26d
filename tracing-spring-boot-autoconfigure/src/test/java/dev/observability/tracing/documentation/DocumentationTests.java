// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentationTests {

	private static final int README_LINES = 130;

	private final Repository repository = Repository.find();

	@Test
	void linksLeadToFilesAndHeadings() {
		List<String> documents = new ArrayList<>(this.repository.userDocuments());
		documents.addAll(List.of("CONTRIBUTING.md", "CHANGELOG.md", "RATIONALE.md"));
		List<String> problems = new ArrayList<>();
		for (String document : documents) {
			String text = readOrNull(document);
			problems.addAll((text != null) ? DocumentChecks.brokenLinks(document, text, this::readOrNull)
					: List.of("no file " + document));
		}
		assertThat(problems).isEmpty();
	}

	@Test
	void readmeFitsOnTwoScreens() {
		assertThat(this.repository.read("README.md").lines().count()).isLessThanOrEqualTo(README_LINES);
	}

	@Test
	void noFileNamesAPathOfAMachine() {
		List<String> problems = new ArrayList<>();
		this.repository.files("").forEach((file) -> {
			String name = this.repository.root().relativize(file).toString();
			Repository.readText(file).ifPresent((text) -> problems.addAll(DocumentChecks.machinePaths(name, text)));
		});
		assertThat(problems).isEmpty();
	}

	@Test
	void keysExistOrArePlanned() throws IOException {
		Map<String, Boolean> known = knownKeys();
		assertThat(known).isNotEmpty();
		// A module of its own, whose tests know its keys
		known.put("observability.tracing.viewer", true);
		List<String> problems = new ArrayList<>();
		this.repository.userDocuments()
			.forEach((document) -> problems
				.addAll(DocumentChecks.unknownKeys(document, this.repository.read(document), known)));
		assertThat(problems).isEmpty();
	}

	private @Nullable String readOrNull(String file) {
		// A directory is a good target too; it has no headings
		if (Files.isDirectory(this.repository.root().resolve(file))) {
			return "";
		}
		Path path = this.repository.root().resolve(file);
		// Nor has a picture
		return Files.exists(path) ? Repository.readText(path).orElse("") : null;
	}

	private static Map<String, Boolean> knownKeys() throws IOException {
		Map<String, Boolean> known = new HashMap<>();
		ClassLoader loader = DocumentationTests.class.getClassLoader();
		for (String name : List.of("spring-configuration-metadata.json",
				"additional-spring-configuration-metadata.json")) {
			for (URL url : Collections.list(loader.getResources("META-INF/" + name))) {
				try (InputStream in = url.openStream()) {
					addKeys(new String(in.readAllBytes(), StandardCharsets.UTF_8), known);
				}
			}
		}
		return known;
	}

	private static void addKeys(String json, Map<String, Boolean> known) {
		if (!(JsonParserFactory.getJsonParser().parseMap(json).get("properties") instanceof List<?> properties)) {
			return;
		}
		for (Object property : properties) {
			Map<?, ?> entries = (Map<?, ?>) property;
			String name = String.valueOf(entries.get("name"));
			if (name.startsWith("observability.")) {
				known.merge(name, String.valueOf(entries.get("type")).startsWith("java.util.Map"), Boolean::logicalOr);
			}
		}
	}

}
