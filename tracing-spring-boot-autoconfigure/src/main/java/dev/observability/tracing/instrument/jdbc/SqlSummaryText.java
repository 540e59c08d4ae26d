// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

/**
 * Collects the words of a summary up to 255 characters, the bound of the semantic
 * conventions, and cuts between words only. Once per text, on the thread of its first
 * execution.
 */
final class SqlSummaryText {

	private static final int MAX_LENGTH = 255;

	private final StringBuilder text = new StringBuilder();

	private boolean full;

	boolean isEmpty() {
		return this.text.isEmpty();
	}

	void append(String part) {
		int length = this.text.length() + (this.text.isEmpty() ? 0 : 1) + part.length();
		this.full |= length > MAX_LENGTH;
		if (!this.full) {
			this.text.append(this.text.isEmpty() ? "" : " ").append(part);
		}
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

	// Shortens a finished summary or a name that stands for one
	static String bounded(String name) {
		if (name.length() <= MAX_LENGTH) {
			return name;
		}
		int blank = name.lastIndexOf(' ', MAX_LENGTH);
		return name.substring(0, (blank > 0) ? blank : MAX_LENGTH);
	}

}
