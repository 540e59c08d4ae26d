// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The spans of one connection whose rows are still being read. Step 6 of a request; any
 * thread, because a result set may be closed or a connection aborted by another one.
 * <p>
 * Shape: a doubly linked list through {@link QuerySpan} itself, so that adding and
 * removing allocate nothing. Bounded by the result sets that the driver keeps open.
 */
final class OpenSpans {

	private @Nullable QuerySpan first;

	synchronized void add(QuerySpan span) {
		QuerySpan next = this.first;
		span.next = next;
		if (next != null) {
			next.previous = span;
		}
		this.first = span;
	}

	synchronized void remove(QuerySpan span) {
		QuerySpan previous = span.previous;
		QuerySpan next = span.next;
		if (previous != null) {
			previous.next = next;
		}
		else if (this.first == span) {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		span.previous = null;
		span.next = null;
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
