// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Where a secret stands within a text. For one text at a time.
 */
final class Found {

	private int start;

	private int end;

	private RedactionRule rule = RedactionRule.KEY;

	boolean at(int start, int end, RedactionRule rule) {
		this.start = start;
		this.end = end;
		this.rule = rule;
		return true;
	}

	int start() {
		return this.start;
	}

	int end() {
		return this.end;
	}

	RedactionRule rule() {
		return this.rule;
	}

}
