// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeedsTests {

	private final Repository repository = Repository.find();

	@Test
	void everyRowIsShownByATestOrSaysWhyNot() {
		TestSources tests = TestSources.of(this.repository);
		assertThat(SeedsTable.problems(this.repository.read("src/docs/seeds.md"), tests::contains)).isEmpty();
	}

}
