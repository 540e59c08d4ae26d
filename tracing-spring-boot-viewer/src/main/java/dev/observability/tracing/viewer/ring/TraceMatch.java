// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import dev.observability.tracing.viewer.trace.SpanRecord;

/**
 * Finds the traces that fulfil a query. Remembers what it found of names, which thousands
 * of spans share. One query, thread of the page.
 */
final class TraceMatch implements Predicate<KeptTrace> {

	/** Letters from here on may equal others than their own two cases. */
	private static final char NOT_ASCII = 0x80;

	private final TraceQuery query;

	private final Map<String, Boolean> names = new HashMap<>();

	private final AttributeSearch attributes;

	TraceMatch(TraceQuery query, AttributeSearch attributes) {
		this.query = query;
		this.attributes = attributes;
	}

	@Override
	public boolean test(KeptTrace trace) {
		return test(trace.summary()) && (this.query.name().isEmpty() || hasName(trace)) && this.attributes.isIn(trace);
	}

	private boolean test(TraceSummary trace) {
		if (this.query.failed() != null && this.query.failed() != (trace.errors() > 0)) {
			return false;
		}
		if (trace.durationNanos() < this.query.minNanos() || trace.durationNanos() > this.query.maxNanos()) {
			return false;
		}
		if (!this.query.idPrefix().isEmpty() && !trace.id().toString().startsWith(this.query.idPrefix())) {
			return false;
		}
		return this.query.services().isEmpty()
				|| trace.services().stream().anyMatch((service) -> this.query.services().contains(service.name()));
	}

	private boolean hasName(KeptTrace trace) {
		for (SpanRecord span : trace.spans()) {
			if (this.names.computeIfAbsent(span.name(), (name) -> contains(name, this.query.name()))) {
				return true;
			}
		}
		return false;
	}

	/*
	 * Asked for hundreds of thousands of texts under the lock of the ring: most have no
	 * place where the part could begin.
	 */
	static boolean contains(String text, String part) {
		if (part.isEmpty()) {
			return true;
		}
		char lower = Character.toLowerCase(part.charAt(0));
		char upper = Character.toUpperCase(part.charAt(0));
		int last = text.length() - part.length();
		for (int i = 0; i <= last; i++) {
			char next = text.charAt(i);
			if ((next == lower || next == upper || next >= NOT_ASCII)
					&& text.regionMatches(true, i, part, 0, part.length())) {
				return true;
			}
		}
		return false;
	}

}
