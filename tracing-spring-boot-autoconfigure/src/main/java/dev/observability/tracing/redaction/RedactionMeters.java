// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meter {@code tracing.redaction.values} (ours) with the tag {@code rule}: values hidden
 * at steps 6, 7 and 10 of a request. Bound at the start, read on the thread of whoever
 * looks.
 */
final class RedactionMeters implements MeterBinder {

	static final String VALUES = "tracing.redaction.values";

	static final String RULE = "rule";

	private final RedactionLedger ledger;

	RedactionMeters(RedactionLedger ledger) {
		this.ledger = ledger;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (RedactionRule rule : RedactionRule.values()) {
			FunctionCounter.builder(VALUES, this.ledger, (ledger) -> ledger.count(rule))
				.tag(RULE, rule.label())
				.description("Values that were hidden before they left")
				.register(registry);
		}
	}

}
