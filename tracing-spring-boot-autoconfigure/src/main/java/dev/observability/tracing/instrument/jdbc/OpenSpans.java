// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The spans of one connection whose rows are still being read. Step 6 of a request; any
 * thread, because a result set may be closed or a connection aborted by another one.
 * <p>
 * Shape: a doubly linked list through {@link QuerySpan} itself, newest first, so that
 * adding and removing allocate nothing; at most 100. An application that never closes its
 * statements leaves them to the garbage collector, which could not take what is held
 * here: the oldest span then ends without its rows.
 */
final class OpenSpans {

	/** Far more than the result sets that a connection reads at once. */
	private static final int MAX_SPANS = 100;

	private @Nullable QuerySpan first;

	private @Nullable QuerySpan last;

	private int size;

	void add(QuerySpan span) {
		QuerySpan oldest = addFirst(span);
		if (oldest != null) {
			oldest.end();
		}
	}

	// Returns the oldest, taken out, where there are too many
	private synchronized @Nullable QuerySpan addFirst(QuerySpan span) {
		QuerySpan next = this.first;
		span.next = next;
		if (next != null) {
			next.previous = span;
		}
		else {
			this.last = span;
		}
		this.first = span;
		this.size++;
		QuerySpan oldest = (this.size > MAX_SPANS) ? this.last : null;
		if (oldest != null) {
			remove(oldest);
		}
		return oldest;
	}

	synchronized void remove(QuerySpan span) {
		QuerySpan previous = span.previous;
		QuerySpan next = span.next;
		if (previous == null && this.first != span) {
			// Taken out already
			return;
		}
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.last = previous;
		}
		span.previous = null;
		span.next = null;
		this.size--;
	}

	// Ends what the application left open: its connection goes back to the pool.
	void endAll() {
		for (QuerySpan span = first(); span != null; span = first()) {
			remove(span);
			span.end();
		}
	}

	private synchronized @Nullable QuerySpan first() {
		return this.first;
	}

}
