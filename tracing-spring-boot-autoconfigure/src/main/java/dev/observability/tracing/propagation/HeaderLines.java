// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Collections;
import java.util.Iterator;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * All lines of one header, read at step 2 of a request up to {@value #MAX_CHARACTERS}
 * characters, the separators included. Request thread; copies nothing.
 * <p>
 * Servers have bounds of their own, often a number of bytes for all headers; messages
 * have none. Eight times what baggage may hold is looked at, so that a member which is
 * too long does not hide those behind it.
 */
final class HeaderLines {

	static final int MAX_CHARACTERS = 65_536;

	private final Iterator<String> lines;

	private final PropagationLosses losses;

	private int left = MAX_CHARACTERS;

	private boolean cut;

	private HeaderLines(Iterator<String> lines, PropagationLosses losses) {
		this.lines = lines;
		this.losses = losses;
	}

	static <C> HeaderLines of(@Nullable C carrier, TextMapGetter<C> getter, String name, PropagationLosses losses) {
		Iterator<String> lines = getter.getAll(carrier, name);
		return new HeaderLines((lines != null) ? lines : Collections.emptyIterator(), losses);
	}

	/**
	 * Returns the next line.
	 * @return a line that is not empty, or {@code null} at the end or past the bound
	 */
	@Nullable String next() {
		while (this.left > 0 && this.lines.hasNext()) {
			String line = this.lines.next();
			this.left--;
			if (line != null && !line.isEmpty()) {
				return line;
			}
		}
		if (this.left <= 0) {
			cut();
		}
		return null;
	}

	/**
	 * Returns where to stop reading a line, and counts it as read.
	 * @param line what {@link #next()} returned
	 * @return its length, or the index of the first character that is not looked at
	 */
	int end(String line) {
		int end = Math.min(line.length(), this.left);
		if (end < line.length()) {
			cut();
		}
		this.left -= end;
		return end;
	}

	private void cut() {
		if (!this.cut) {
			this.cut = true;
			this.losses.add(PropagationLoss.UNREAD_LIMIT);
		}
	}

}
