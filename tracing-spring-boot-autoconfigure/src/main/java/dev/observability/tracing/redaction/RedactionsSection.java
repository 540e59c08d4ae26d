// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.Map;
import java.util.TreeMap;

import dev.observability.tracing.DiagnosticsSection;

/**
 * {@code /actuator/tracing/redactions}: what was hidden, by rule and by key, never a
 * value. Step 11, on the thread of the one who asks.
 *
 * @param ledger has the counts
 */
record RedactionsSection(RedactionLedger ledger) implements DiagnosticsSection {

	@Override
	public String name() {
		return "redactions";
	}

	@Override
	public Map<String, ?> content() {
		Map<String, Long> rules = new TreeMap<>();
		for (RedactionRule rule : RedactionRule.values()) {
			rules.put(rule.label(), this.ledger.count(rule));
		}
		return Map.of("rules", rules, "keys", this.ledger.counts());
	}

}
