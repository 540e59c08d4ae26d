// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Arrays;

/**
 * The members of one {@code tracestate} while it is read or changed, at steps 2, 3 and 6
 * of a request: where each stands in which line, at most {@value #MAX_MEMBERS}. One
 * thread; never throws.
 */
final class TraceStateMembers {

	/** W3C Trace Context level 2, section 3.3.1. */
	static final int MAX_MEMBERS = 32;

	private static final int MAX_KEY_LENGTH = 256;

	private static final int MAX_VALUE_LENGTH = 256;

	/** Longer ones go first, says section 3.3.1.5. */
	private static final int LONG_MEMBER = 128;

	private final int maxLength;

	private final PropagationLosses losses;

	private String[] lines = new String[4];

	private int[] starts = new int[4];

	private int[] ends = new int[4];

	private int size;

	/** Of all members with the commas between them, and one more. */
	private int length;

	TraceStateMembers(int maxLength, PropagationLosses losses) {
		this.maxLength = maxLength;
		this.losses = losses;
	}

	// Adds the members of a line at the end
	void addLine(String line, int end, boolean cut) {
		int start = 0;
		while (start <= end) {
			int comma = HeaderText.find(line, ',', start, end);
			if (cut && comma == end) {
				// The rest of this member was not looked at
				return;
			}
			addTrimmed(line, start, comma);
			start = comma + 1;
		}
	}

	private void addTrimmed(String line, int start, int end) {
		int first = HeaderText.skipBlanks(line, start, end);
		int last = HeaderText.dropBlanks(line, first, end);
		if (first < last) {
			add(line, first, last);
		}
	}

	private void add(String line, int start, int end) {
		int equals = HeaderText.find(line, '=', start, end);
		if (!isKey(line, start, equals) || !isValue(line, equals + 1, end)) {
			this.losses.add(PropagationLoss.TRACESTATE_MALFORMED);
		}
		else if (indexOf(line, start, equals - start) >= 0) {
			this.losses.add(PropagationLoss.TRACESTATE_DUPLICATE);
		}
		else if (this.size == MAX_MEMBERS) {
			this.losses.add(PropagationLoss.TRACESTATE_LIMIT);
		}
		else {
			append(line, start, end);
		}
	}

	private void append(String line, int start, int end) {
		if (this.size == this.starts.length) {
			this.lines = Arrays.copyOf(this.lines, this.size * 2);
			this.starts = Arrays.copyOf(this.starts, this.size * 2);
			this.ends = Arrays.copyOf(this.ends, this.size * 2);
		}
		this.lines[this.size] = line;
		this.starts[this.size] = start;
		this.ends[this.size] = end;
		this.size++;
		this.length += end - start + 1;
	}

	static boolean isKey(String text, int start, int end) {
		if (start >= end || end - start > MAX_KEY_LENGTH || !isLetterOrDigit(text.charAt(start))) {
			return false;
		}
		for (int i = start + 1; i < end; i++) {
			char character = text.charAt(i);
			if (!isLetterOrDigit(character) && "_-*/@".indexOf(character) < 0) {
				return false;
			}
		}
		return true;
	}

	private static boolean isLetterOrDigit(char character) {
		return character >= 'a' && character <= 'z' || character >= '0' && character <= '9';
	}

	static boolean isValue(String text, int start, int end) {
		if (start >= end || end - start > MAX_VALUE_LENGTH || text.charAt(end - 1) == ' ') {
			return false;
		}
		for (int i = start; i < end; i++) {
			char character = text.charAt(i);
			if (character < 0x20 || character > 0x7E || character == ',' || character == '=') {
				return false;
			}
		}
		return true;
	}

	private int indexOf(String text, int start, int keyLength) {
		for (int i = 0; i < this.size; i++) {
			int equals = this.starts[i] + keyLength;
			if (equals < this.ends[i] && this.lines[i].charAt(equals) == '='
					&& this.lines[i].regionMatches(this.starts[i], text, start, keyLength)) {
				return i;
			}
		}
		return -1;
	}

	// Leaves out the member with a key, if there is one
	void remove(String key) {
		int index = indexOf(key, 0, key.length());
		if (index >= 0) {
			removeAt(index);
		}
	}

	private void removeAt(int index) {
		this.length -= this.ends[index] - this.starts[index] + 1;
		int moved = --this.size - index;
		System.arraycopy(this.lines, index + 1, this.lines, index, moved);
		System.arraycopy(this.starts, index + 1, this.starts, index, moved);
		System.arraycopy(this.ends, index + 1, this.ends, index, moved);
	}

	/**
	 * Returns the header's value, shortened by whole members where it is too long.
	 * @return members with one comma between them; the line itself where nothing differs
	 */
	String join() {
		while (this.length - 1 > this.maxLength) {
			removeAt(lastToLeaveOut());
			this.losses.add(PropagationLoss.TRACESTATE_LIMIT);
		}
		if (this.size == 0) {
			return "";
		}
		// Equal length means that nothing was left out of the line, not even a blank
		if (this.lines[0] == this.lines[this.size - 1] && this.lines[0].length() == this.length - 1) {
			return this.lines[0];
		}
		StringBuilder header = new StringBuilder(this.length);
		for (int i = 0; i < this.size; i++) {
			header.append((i > 0) ? "," : "").append(this.lines[i], this.starts[i], this.ends[i]);
		}
		return header.toString();
	}

	private int lastToLeaveOut() {
		for (int i = this.size - 1; i >= 0; i--) {
			if (this.ends[i] - this.starts[i] > LONG_MEMBER) {
				return i;
			}
		}
		return this.size - 1;
	}

	int size() {
		return this.size;
	}

}
