// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExportDefaultsTests {

	@Test
	void givesALargerQueueAndLargerBatches() {
		PropertyLookup lookup = new MappedEnvironment().map();
		assertThat(lookup.value(ExportDefaults.QUEUE_SIZE)).isEqualTo("8192");
		assertThat(lookup.value(ExportDefaults.BATCH_SIZE)).isEqualTo("2048");
	}

	@Test
	void givesAShortDelayUnlessTheUserChose() {
		assertThat(new MappedEnvironment().map().value(ExportDefaults.DELAY)).isEqualTo("200ms");
		assertThat(new MappedEnvironment().property(ExportDefaults.DELAY, "7s").map().value(ExportDefaults.DELAY))
			.isEqualTo("7s");
	}

	@ParameterizedTest
	@ValueSource(strings = { ExportDefaults.QUEUE_SIZE, ExportDefaults.BATCH_SIZE })
	void leavesBothToBootWhereTheUserSetOne(String key) {
		PropertyLookup lookup = new MappedEnvironment().property(key, "100").map();
		assertThat(lookup.value(key)).isEqualTo("100");
		String other = key.equals(ExportDefaults.QUEUE_SIZE) ? ExportDefaults.BATCH_SIZE : ExportDefaults.QUEUE_SIZE;
		assertThat(lookup.value(other)).isNull();
	}

	@Test
	void boundsTheValuesOfAttributes() {
		assertThat(new MappedEnvironment().map().value(ExportDefaults.VALUE_LENGTH)).isEqualTo("4096");
	}

	@Test
	void leavesTheLengthOfValuesToTheUser() {
		PropertyLookup lookup = new MappedEnvironment().property(ExportDefaults.VALUE_LENGTH, "2147483647").map();
		assertThat(lookup.value(ExportDefaults.VALUE_LENGTH)).isEqualTo("2147483647");
	}

	@Test
	void givesNothingWhenSwitchedOff() {
		PropertyLookup lookup = new MappedEnvironment().property("observability.tracing.enabled", "false").map();
		assertThat(lookup.value(ExportDefaults.QUEUE_SIZE)).isNull();
		assertThat(lookup.value(ExportDefaults.BATCH_SIZE)).isNull();
		assertThat(lookup.value(ExportDefaults.DELAY)).isNull();
		assertThat(lookup.value(ExportDefaults.VALUE_LENGTH)).isNull();
	}

}
