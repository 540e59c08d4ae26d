// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the documents and the IDE say of the properties.
 */
class ViewerDocumentationTests {

	private static final Pattern KEY = Pattern.compile("observability\\.tracing\\.viewer\\.([a-z][a-z-]*)");

	private static final Path DOCUMENTS = Path.of("../src/docs");

	private static Set<String> keys() throws IOException {
		try (InputStream in = Objects.requireNonNull(
				ViewerDocumentationTests.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
			return named(Pattern.compile("\"name\": \"observability\\.tracing\\.viewer\\.([a-z-]+)\""),
					new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private static Set<String> named(Pattern pattern, String text) {
		Set<String> names = new TreeSet<>();
		pattern.matcher(text).results().forEach((result) -> names.add(result.group(1)));
		return names;
	}

	@Test
	void eachPropertyIsDescribedToTheIde() throws IOException {
		try (InputStream in = Objects.requireNonNull(
				ViewerDocumentationTests.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			long described = Pattern.compile("\"description\": \"[A-Z]").matcher(text).results().count();
			assertThat(described).isGreaterThanOrEqualTo(keys().size());
		}
		assertThat(keys()).contains("enabled", "path", "token", "forward-to", "max-memory");
	}

	@Test
	void eachPropertyIsOnItsPage() throws IOException {
		String page = Files.readString(DOCUMENTS.resolve("viewer.md"));
		for (String key : keys()) {
			assertThat(page).contains("`" + key + "`");
		}
	}

	@Test
	void documentsNameNoOtherProperty() throws IOException {
		List<Path> documents = new ArrayList<>(List.of(Path.of("../README.md"), Path.of("../CHANGELOG.md")));
		try (Stream<Path> pages = Files.list(DOCUMENTS)) {
			pages.filter((page) -> page.toString().endsWith(".md")).forEach(documents::add);
		}
		for (Path document : documents) {
			assertThat(keys()).as(document.toString()).containsAll(named(KEY, Files.readString(document)));
		}
	}

}
