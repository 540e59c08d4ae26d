// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the application configured, on top of what always holds. Any thread.
 *
 * @param keys what keys tell
 * @param mode what becomes of a hidden value
 * @param mails whether mail addresses are hidden
 * @param hash of values
 * @param ledger where to count, if anywhere
 */
record RedactionRules(KeyRules keys, RedactionMode mode, boolean mails, KeyedHash hash,
		@Nullable RedactionLedger ledger) {

	/** What always holds. */
	static RedactionRules standard() {
		return new RedactionRules(new KeyRules(List.of(), List.of()), RedactionMode.MASK, false, new KeyedHash(null),
				null);
	}

	RedactionRules withoutAllowList() {
		return new RedactionRules(this.keys.withoutAllowList(), this.mode, this.mails, this.hash, this.ledger);
	}

	RedactionRules countedBy(RedactionLedger ledger) {
		return new RedactionRules(this.keys, this.mode, this.mails, this.hash, ledger);
	}

	String hide(String key, RedactionRule rule, String value) {
		count(key, rule);
		return MaskedValues.mask(this.mode, this.hash, value);
	}

	void count(String key, RedactionRule rule) {
		if (this.ledger != null) {
			this.ledger.add(key, rule);
		}
	}

}
