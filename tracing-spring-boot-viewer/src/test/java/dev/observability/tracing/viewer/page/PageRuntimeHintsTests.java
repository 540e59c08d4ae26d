// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageRuntimeHints}.
 */
class PageRuntimeHintsTests {

	private static final Path RESOURCES = Path.of("src/main/resources");

	@Test
	void nativeImagesHaveTheFilesOfThePage() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new PageRuntimeHints().registerHints(hints, null);
		List<String> files;
		try (Stream<Path> found = Files.walk(RESOURCES.resolve("META-INF/tracing-viewer"))) {
			files = found.filter(Files::isRegularFile)
				.map((file) -> RESOURCES.relativize(file).toString().replace('\\', '/'))
				.toList();
		}
		assertThat(files).contains("META-INF/tracing-viewer/index.html").hasSizeGreaterThan(2);
		assertThat(files)
			.allSatisfy((file) -> assertThat(RuntimeHintsPredicates.resource().forResource(file)).accepts(hints));
	}

	@Test
	void theBuildOfAnImageAsksForThem() {
		assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
			.hasAtLeastOneElementOfType(PageRuntimeHints.class);
	}

}
