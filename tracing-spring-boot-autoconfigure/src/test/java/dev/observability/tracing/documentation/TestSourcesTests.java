// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TestSourcesTests {

	@Test
	void findsItself() {
		TestSources sources = TestSources.of(Repository.find());
		assertThat(sources.contains("TestSourcesTests")).isTrue();
		assertThat(sources.contains("TestSourcesTests#findsItself")).isTrue();
		assertThat(sources.contains("TestSourcesTests#isGone")).isFalse();
		assertThat(sources.contains("GoneTests")).isFalse();
	}

	@Test
	void findsMethodsBelowFurtherAnnotationsAndWithParameters() {
		TestSources sources = sources("""
				@ParameterizedTest(name = "{0}")
				@ValueSource(strings = { "a",
						"select count(" })
				void bindsAll(String value) throws Exception {
				""");
		assertThat(sources.contains("SomeTests#bindsAll")).isTrue();
	}

	@Test
	void leavesOutMethodsThatAreNoTests() {
		TestSources sources = sources("""
				@Test
				void isOne() {
					helper();
				}

				private void helper() {
				""");
		assertThat(sources.contains("SomeTests#isOne")).isTrue();
		assertThat(sources.contains("SomeTests#helper")).isFalse();
	}

	@Test
	void doesNotCountAClassWithoutTests() {
		assertThat(sources("class SomeTests {}").contains("SomeTests")).isFalse();
	}

	private static TestSources sources(String source) {
		TestSources sources = new TestSources();
		sources.add("SomeTests", source);
		return sources;
	}

}
