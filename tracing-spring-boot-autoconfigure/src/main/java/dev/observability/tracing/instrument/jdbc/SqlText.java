// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

/**
 * Collects the masked text: one blank for white space and comments, and one {@code ?} for
 * the values of an {@code IN} list. Once per text, on the thread of its first execution.
 */
final class SqlText {

	private final StringBuilder text;

	private boolean space;

	private boolean afterIn;

	/** Whether the text stands in an {@code IN} list that holds nothing but values. */
	private boolean values;

	/** Where the first value of the list starts, or -1. */
	private int firstValue = -1;

	/** Whether a comma was met after a value of the list, and not written yet. */
	private boolean comma;

	SqlText(int capacity) {
		this.text = new StringBuilder(Math.max(16, capacity));
	}

	int length() {
		return this.text.length();
	}

	void space() {
		this.space = true;
	}

	// Told after each word that was appended, in upper case.
	void word(String upper) {
		this.afterIn = upper.equals("IN");
	}

	void append(String sql, int start, int end) {
		leaveValues();
		separate();
		this.text.append(sql, start, end);
	}

	void append(char c) {
		boolean list = this.afterIn && c == '(';
		if (this.values && c == ',' && this.firstValue >= 0 && !this.comma) {
			this.comma = true;
			return;
		}
		if (c != ')' || this.comma) {
			leaveValues();
		}
		if (c == ')' && this.values) {
			this.space = false;
		}
		separate();
		this.text.append(c);
		this.values = list;
		this.firstValue = -1;
		this.afterIn = false;
	}

	void placeholder(String value) {
		this.afterIn = false;
		if (this.values && this.firstValue >= 0 && this.comma) {
			this.text.setLength(this.firstValue);
			this.text.append('?');
			this.comma = false;
			this.space = false;
			return;
		}
		boolean first = this.values && this.firstValue < 0;
		if (!first) {
			leaveValues();
		}
		separate();
		this.firstValue = first ? this.text.length() : -1;
		this.text.append(value);
	}

	private void leaveValues() {
		if (this.comma) {
			this.text.append(',');
			this.comma = false;
		}
		this.values = false;
		this.firstValue = -1;
		this.afterIn = false;
	}

	private void separate() {
		if (this.space && !this.text.isEmpty()) {
			this.text.append(' ');
		}
		this.space = false;
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
