// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgentAttributesTests {

	@Test
	void askForTodaysNames() {
		assertThat(AgentAttributes.QUERY.missingIn(Set.of("db.namespace", "db.operation.name", "db.query.text")))
			.containsExactly("db.collection.name", "db.system.name", "thread.id", "thread.name");
	}

	@Test
	void askForNothingThatIsThere() {
		assertThat(AgentAttributes.CLIENT.missingIn(AgentAttributes.CLIENT.names())).isEmpty();
	}

}
