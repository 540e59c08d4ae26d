// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a batch in the order in which OTLP writes them: by resource, then by
 * instrumentation scope. One thread at a time.
 */
final class SpanGroups {

	private static final int MAX_RECENT = 8;

	private final Map<Resource, Map<InstrumentationScopeInfo, Group>> byEquality = new LinkedHashMap<>();

	/** Nearly all spans share few instances, which need not be compared. */
	private final List<Group> byIdentity = new ArrayList<>();

	private final List<Group> groups = new ArrayList<>();

	private int group;

	private int position;

	/** What was made of the next one, if anything was. */
	private @Nullable SpanData masked;

	SpanGroups(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			// Micrometer's spans make another resource at each call
			group(span.getResource(), span.getInstrumentationScopeInfo()).spans().add(span);
		}
		this.byEquality.values().forEach((scopes) -> this.groups.addAll(scopes.values()));
	}

	private Group group(Resource resource, InstrumentationScopeInfo scope) {
		for (int i = 0; i < this.byIdentity.size(); i++) {
			Group group = this.byIdentity.get(i);
			if (group.resource() == resource && group.scope() == scope) {
				return group;
			}
		}
		Group group = this.byEquality.computeIfAbsent(resource, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(scope, (key) -> new Group(resource, scope, new ArrayList<>()));
		if (this.byIdentity.size() < MAX_RECENT && group.spans().isEmpty()) {
			this.byIdentity.add(group);
		}
		return group;
	}

	boolean hasNext() {
		return this.group < this.groups.size();
	}

	/**
	 * Returns what is left of the next span, which stays the next one until
	 * {@link #advance()}.
	 * @param mask asked once for each span: it counts what it hides and cuts, and a span
	 * that does not fit into one message is asked for again for the next
	 * @return the masked span
	 */
	SpanData span(UnaryOperator<SpanData> mask) {
		SpanData masked = this.masked;
		if (masked == null) {
			masked = mask.apply(this.groups.get(this.group).spans().get(this.position));
			this.masked = masked;
		}
		return masked;
	}

	// That of the next span, the same instance for all that are equal
	Resource resource() {
		return this.groups.get(this.group).resource();
	}

	// That of the next span, the same instance for all of a resource that are equal
	InstrumentationScopeInfo scope() {
		return this.groups.get(this.group).scope();
	}

	void advance() {
		this.masked = null;
		this.position++;
		if (this.position == this.groups.get(this.group).spans().size()) {
			this.group++;
			this.position = 0;
		}
	}

	/**
	 * Spans of one resource and scope.
	 *
	 * @param resource of all
	 * @param scope of all
	 * @param spans in the order in which they ended
	 */
	private record Group(Resource resource, InstrumentationScopeInfo scope, List<SpanData> spans) {

	}

}
