// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.observability.tracing.testing.PlantedSecrets;
import dev.observability.tracing.testing.PlantedSecrets.Planted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedactionLedger} and {@link RedactionMeters}.
 */
class RedactionLedgerTests {

	private final RedactionLedger ledger = new RedactionLedger();

	private final Redactor redactor = new Redactor(new RedactionRules(new KeyRules(List.of(), List.of("listed")),
			RedactionMode.MASK, true, new KeyedHash(null), this.ledger));

	@Test
	void countsByKeyAndRule() {
		this.redactor.attribute("password", "a", false);
		this.redactor.attribute("password", "a", false);
		this.redactor.attribute("url.full", "http://u:p@host", false);
		this.redactor.attribute("unlisted", "a", false);
		this.redactor.value("unlisted", 1L, false);
		this.redactor.value("listed", 4111111111111111L, false);
		this.redactor.attribute("listed", "Bearer a1 and jane@example.com", false);
		this.redactor.text("For input string: \"a\" DE89370400440532013000");
		this.redactor.name("nothing here");
		this.redactor.attribute("password", "REDACTED", false);
		assertThat(this.ledger.counts()).isEqualTo(Map.of("password", Map.of("key", 2L), "url.full", Map.of("url", 1L),
				"unlisted", Map.of("allow_list", 2L), "listed", Map.of("card", 1L, "bearer", 1L, "email", 1L),
				"message", Map.of("message", 1L, "iban", 1L)));
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new RedactionMeters(this.ledger).bindTo(registry);
		assertThat(registry.get("tracing.redaction.values").tag("rule", "key").functionCounter().count()).isEqualTo(2);
		assertThat(registry.get("tracing.redaction.values").functionCounters()).hasSize(RedactionRule.values().length);
	}

	@Test
	void tellsNoValueAndNoKeyThatHoldsOne() {
		Random random = new Random(20_261_122L);
		PlantedSecrets secrets = new PlantedSecrets(random);
		for (int i = 0; i < 20_000; i++) {
			Planted planted = (i % 2 == 0) ? secrets.formed() : secrets.keyed();
			this.redactor.attribute(planted.key(), planted.text(), false);
			// A secret where a key belongs
			this.ledger.add(secrets.formed().text(), RedactionRule.KEY);
			this.ledger.add("jane.doe@example.com", RedactionRule.KEY);
			if (i % 100 == 0) {
				assertThat(planted.isIn(this.ledger.counts().toString())).isFalse();
			}
		}
		assertThat(this.ledger.counts().keySet())
			.allSatisfy((key) -> assertThat(key).matches("[A-Za-z0-9._-]+").hasSizeLessThanOrEqualTo(64))
			.contains("other", "note", "password");
	}

	@Test
	void isBounded() {
		for (int i = 0; i < 10_000; i++) {
			this.ledger.add("key" + i, RedactionRule.KEY);
		}
		this.ledger.add("k".repeat(65), RedactionRule.JWT);
		this.ledger.add("", RedactionRule.JWT);
		assertThat(this.ledger.counts()).hasSize(RedactionLedger.MAX_KEYS + 1)
			.containsEntry(RedactionLedger.OTHER, Map.of("key", 10_000L - RedactionLedger.MAX_KEYS, "jwt", 2L));
		assertThat(this.ledger.count(RedactionRule.KEY)).isEqualTo(10_000);
	}

}
