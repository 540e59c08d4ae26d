// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.observability.tracing.testing.ReceivedSpan;

/**
 * The spans of one trace, as the collector stored them.
 *
 * @param spans in order of arrival
 */
record StoredTrace(List<ReceivedSpan> spans) {

	List<ReceivedSpan> servers() {
		return this.spans.stream().filter((span) -> span.kind().equals("SERVER")).toList();
	}

	ReceivedSpan server(String service) {
		return only((span) -> span.kind().equals("SERVER") && span.service().equals(service));
	}

	ReceivedSpan httpClient(String service) {
		return only((span) -> span.kind().equals("CLIENT") && !isQuery(span) && span.service().equals(service));
	}

	ReceivedSpan named(String name) {
		return only((span) -> span.name().equals(name));
	}

	List<ReceivedSpan> queries(String service) {
		return this.spans.stream().filter((span) -> isQuery(span) && span.service().equals(service)).toList();
	}

	static boolean isQuery(ReceivedSpan span) {
		return span.kind().equals("CLIENT") && span.attributes().containsKey("db.system.name");
	}

	private ReceivedSpan only(Predicate<ReceivedSpan> condition) {
		List<ReceivedSpan> found = this.spans.stream().filter(condition).toList();
		if (found.size() != 1) {
			throw new AssertionError("Expected one span but found " + found + " in " + this.spans);
		}
		return found.get(0);
	}

	/**
	 * Everything that was stored, for what must not be in it.
	 * @return names, attributes, events and messages of all spans
	 */
	String text() {
		return this.spans.stream()
			.map((span) -> span + " " + span.events() + " " + span.resource() + " " + span.traceState())
			.collect(Collectors.joining("\n"));
	}

	/**
	 * The spans whose parent is neither in the trace nor the one given.
	 * @param parentId the parent of the first, empty for none
	 * @return those without a parent
	 */
	List<ReceivedSpan> orphans(String parentId) {
		Set<String> ids = this.spans.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
		return this.spans.stream()
			.filter((span) -> !span.parentSpanId().equals(parentId) && !ids.contains(span.parentSpanId()))
			.toList();
	}

}
