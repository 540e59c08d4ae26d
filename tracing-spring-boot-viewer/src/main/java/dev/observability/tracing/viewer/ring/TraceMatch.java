// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;

/**
 * Finds the traces that fulfil a query. Remembers what it found of names and resources,
 * which thousands of spans share. One query, thread of the page.
 */
final class TraceMatch implements Predicate<KeptTrace> {

	private final TraceQuery query;

	private final Map<String, Boolean> names = new HashMap<>();

	private final List<AttributeMatch> attributes;

	TraceMatch(TraceQuery query) {
		this.query = query;
		this.attributes = query.attributes().stream().map(AttributeMatch::new).toList();
	}

	@Override
	public boolean test(KeptTrace trace) {
		return test(trace.summary()) && (this.query.name().isEmpty() || hasName(trace)) && hasAttributes(trace);
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

	private boolean hasAttributes(KeptTrace trace) {
		for (AttributeMatch attribute : this.attributes) {
			if (!attribute.isIn(trace)) {
				return false;
			}
		}
		return true;
	}

	private static boolean contains(String text, String part) {
		for (int i = 0; i <= text.length() - part.length(); i++) {
			if (text.regionMatches(true, i, part, 0, part.length())) {
				return true;
			}
		}
		return false;
	}

	/** Finds spans with an attribute, of their own or of their resource. */
	private static final class AttributeMatch {

		private final TraceQuery.Attribute wanted;

		private final Map<Origin, Boolean> origins = new IdentityHashMap<>();

		AttributeMatch(TraceQuery.Attribute wanted) {
			this.wanted = wanted;
		}

		boolean isIn(KeptTrace trace) {
			for (SpanRecord span : trace.spans()) {
				if (isIn(span.fields())
						|| this.origins.computeIfAbsent(span.origin(), (origin) -> isIn(origin.resource()))) {
					return true;
				}
			}
			return false;
		}

		private boolean isIn(Fields fields) {
			Object found = fields.get(this.wanted.key());
			return found != null && (this.wanted.value() == null || contains(found.toString(), this.wanted.value()));
		}

	}

}
