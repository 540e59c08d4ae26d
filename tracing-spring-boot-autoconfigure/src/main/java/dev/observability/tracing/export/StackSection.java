// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a stack trace that is cut between its parts only, a header or a frame: a
 * message that was cut within itself would look like one that ended. Step 10 of a
 * request, exporter thread.
 */
final class StackSection {

	private final int capacity;

	private final StringBuilder text = new StringBuilder();

	/** Where the parts end, in their order. */
	private final List<Integer> ends = new ArrayList<>();

	private boolean full;

	StackSection(int capacity) {
		this.capacity = capacity;
	}

	void add(String part) {
		add(part, 0, part.length());
	}

	private void add(CharSequence parts, int start, int end) {
		this.full |= this.text.length() + end - start > this.capacity;
		if (!this.full) {
			this.text.append(parts, start, end);
			this.ends.add(this.text.length());
		}
	}

	boolean isFull() {
		return this.full;
	}

	int length() {
		return this.full ? this.capacity : this.text.length();
	}

	void moveTo(StackSection target) {
		int start = 0;
		for (int end : this.ends) {
			target.add(this.text, start, end);
			start = end;
		}
		target.full |= this.full;
	}

	/**
	 * Returns the begin of the piece.
	 * @param maxLength longest length
	 * @return the whole, or as many parts as fit and a line that says that some are cut
	 */
	String text(int maxLength) {
		if (!this.full && this.text.length() <= maxLength) {
			return this.text.toString();
		}
		int length = 0;
		for (int end : this.ends) {
			if (end > maxLength - StackText.CUT.length()) {
				break;
			}
			length = end;
		}
		return this.text.substring(0, length) + StackText.CUT;
	}

}
