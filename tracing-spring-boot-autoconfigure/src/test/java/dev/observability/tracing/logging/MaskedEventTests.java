// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.LinkedHashMap;
import java.util.Map;

import ch.qos.logback.classic.spi.LoggingEvent;
import dev.observability.tracing.redaction.ApplicationRedaction;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedEventTests {

	private static final String PREFIX = "observability.tracing.redaction.";

	private final MockEnvironment environment = new MockEnvironment();

	private Map<String, Object> masked(Map<String, Object> fields) {
		Map<String, Object> masked = new LinkedHashMap<>();
		new MaskedEvent(ApplicationRedaction.early(this.environment), new LoggingEvent()).mask(fields, masked::put);
		return masked;
	}

	@Test
	void valuesAreMaskedByTheirKeysAndKeysByTheirForm() {
		assertThat(masked(Map.<String, Object>of("order", 7L, "password", "hunter2", "card", 4111111111111111L,
				"DE89370400440532013000", true, "note", "used Bearer abcdef123456")))
			.isEqualTo(Map.<String, Object>of("order", 7L, "password", "REDACTED", "card", "REDACTED", "REDACTED", true,
					"note", "used Bearer REDACTED"));
	}

	@Test
	void whatIsToBeDroppedIsLeftOut() {
		this.environment.setProperty(PREFIX + "mode", "drop");
		this.environment.setProperty(PREFIX + "allowed-keys", "order");
		assertThat(masked(Map.<String, Object>of("order", 7L, "password", "hunter2", "unlisted", 1L, "free", "text")))
			.isEqualTo(Map.<String, Object>of("order", 7L));
	}

	@Test
	void aNumberThatIsNotListedIsMaskedAsInALine() {
		this.environment.setProperty(PREFIX + "allowed-keys", "order");
		assertThat(masked(Map.<String, Object>of("order", 7L, "unlisted", 1L)))
			.isEqualTo(Map.<String, Object>of("order", 7L, "unlisted", "REDACTED"));
	}

}
