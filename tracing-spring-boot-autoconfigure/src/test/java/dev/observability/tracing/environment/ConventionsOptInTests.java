// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConventionsOptInTests {

	private static final String KEY = "observability.tracing.semantic-conventions";

	private static final String VARIABLE = "OTEL_SEMCONV_STABILITY_OPT_IN";

	private static final String ENVIRONMENT = "management.opentelemetry.resource-attributes[deployment.environment]";

	@ParameterizedTest
	@ValueSource(strings = { "http/dup", "database/dup", "code, database/dup ,rpc" })
	void takesTheVariableForBoth(String list) {
		PropertyLookup mapped = new MappedEnvironment().variable(VARIABLE, list).profiles("prod").map();
		assertThat(mapped.value(KEY)).isEqualTo("both");
		assertThat(mapped.describe(KEY)).contains(VARIABLE);
		assertThat(mapped.value(ENVIRONMENT)).isEqualTo("prod");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "http", "http,database", "messaging/dup", "HTTP/DUP", "http/duplicate", ",,/" })
	void takesNothingElseForBoth(String list) {
		assertThat(new MappedEnvironment().variable(VARIABLE, list).map().value(KEY)).isNull();
	}

	@Test
	void letsOurKeyWinOverTheVariable() {
		PropertyLookup mapped = new MappedEnvironment().variable(VARIABLE, "http/dup")
			.property(KEY, "stable")
			.profiles("prod")
			.map();
		assertThat(mapped.value(KEY)).isEqualTo("stable");
		assertThat(mapped.value(ENVIRONMENT)).isNull();
	}

	@Test
	void leavesTheVariableWhereBootDoesNotReadItsKind() {
		assertThat(new MappedEnvironment().variable(VARIABLE, "http/dup")
			.property("management.opentelemetry.map-environment-variables", "false")
			.map()
			.value(KEY)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "both", "BOTH" })
	void writesTheOlderEnvironmentBesideTodays(String both) {
		PropertyLookup mapped = new MappedEnvironment().property(KEY, both)
			.property("observability.tracing.environment", "staging")
			.map();
		assertThat(mapped.map("management.opentelemetry.resource-attributes"))
			.containsEntry("deployment.environment.name", "staging")
			.containsEntry("deployment.environment", "staging");
	}

	@Test
	void copiesTheEnvironmentThatAVariableNames() {
		PropertyLookup mapped = new MappedEnvironment().property(KEY, "both")
			.variable("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=qa")
			.map();
		assertThat(mapped.value(ENVIRONMENT)).isEqualTo("qa");
	}

	@Test
	void leavesTheUsersOlderEnvironment() {
		PropertyLookup mapped = new MappedEnvironment().property(KEY, "both")
			.property(ENVIRONMENT, "theirs")
			.property("observability.tracing.environment", "ours")
			.map();
		assertThat(mapped.value(ENVIRONMENT)).isEqualTo("theirs");
	}

	@Test
	void writesNoOlderEnvironmentWithoutAsking() {
		assertThat(new MappedEnvironment().profiles("prod").map().value(ENVIRONMENT)).isNull();
		assertThat(new MappedEnvironment().property(KEY, "both").map().value(ENVIRONMENT)).isNull();
	}

}
