// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.redaction.ApplicationRedaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ReportMaskTests {

	private static final String PREFIX = "observability.tracing.redaction.";

	private final MockEnvironment environment = new MockEnvironment();

	private Map<String, Object> mask(Map<?, ?> report) {
		return new ReportMask(ApplicationRedaction.early(this.environment)).mask(report);
	}

	@Test
	void whatHasNoSecretIsEqual() {
		Map<String, Object> report = Map.<String, Object>of("target", "http://localhost:4318/v1/traces", "count", 7,
				"on", true, "list", List.<Object>of("a", 1L), "password", Map.of("rule", 2L), "rules",
				Map.of("bearer", 3L, "private_key", 0L, "jwt", 1));
		assertThat(mask(report)).isEqualTo(report);
	}

	@Test
	void theKeyOfATextIsAsked() {
		assertThat(mask(Map.<String, Object>of("apiKey", "s3cret", "nested", Map.of("password", List.of("s3cret")))))
			.isEqualTo(Map.<String, Object>of("apiKey", "REDACTED", "nested", Map.of("password", List.of("REDACTED"))));
	}

	@Test
	void theKeysOfTheApplicationHold() {
		this.environment.setProperty(PREFIX + "keys", "tax-id");
		this.environment.setProperty(PREFIX + "email", "true");
		assertThat(mask(Map.<String, Object>of("taxId", "12 345", "last", "from jane@example.com")))
			.isEqualTo(Map.<String, Object>of("taxId", "REDACTED", "last", "from REDACTED"));
	}

	@Test
	void aListOfAllowedKeysHidesNoReport() {
		this.environment.setProperty(PREFIX + "allowed-keys", "order.id");
		this.environment.setProperty(PREFIX + "mode", "drop");
		assertThat(mask(Map.<String, Object>of("target", "http://localhost:4318", "count", 7)))
			.isEqualTo(Map.<String, Object>of("target", "http://localhost:4318", "count", 7));
	}

	@Test
	void namesAndNumbersThatAreSecretsAreMasked() {
		assertThat(mask(Map.<String, Object>of("DE89370400440532013000", 4111111111111111L, "none",
				Arrays.<@Nullable Object>asList("a", null))))
			.isEqualTo(Map.<String, Object>of("REDACTED", "REDACTED", "none", List.<Object>of("a", "null")));
	}

}
