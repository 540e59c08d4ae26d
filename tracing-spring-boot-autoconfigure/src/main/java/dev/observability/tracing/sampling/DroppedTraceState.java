// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The trace state of a request that was dropped by its path: has the members that came in
 * and goes out with them alone, but is known by its type. Step 3 of a request, on any
 * thread; immutable.
 * <p>
 * It is the one thing that a sampler can leave behind at a span that is not recorded.
 */
final class DroppedTraceState implements TraceState {

	private static final DroppedTraceState EMPTY = new DroppedTraceState(TraceState.getDefault());

	private final TraceState members;

	private DroppedTraceState(TraceState members) {
		this.members = members;
	}

	static TraceState of(TraceState members) {
		if (members instanceof DroppedTraceState) {
			return members;
		}
		return members.isEmpty() ? EMPTY : new DroppedTraceState(members);
	}

	@Override
	public @Nullable String get(String key) {
		return this.members.get(key);
	}

	@Override
	public int size() {
		return this.members.size();
	}

	@Override
	public boolean isEmpty() {
		return this.members.isEmpty();
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		this.members.forEach(consumer);
	}

	@Override
	public Map<String, String> asMap() {
		return this.members.asMap();
	}

	@Override
	public TraceStateBuilder toBuilder() {
		return this.members.toBuilder();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof DroppedTraceState that && this.members.equals(that.members);
	}

	@Override
	public int hashCode() {
		return this.members.hashCode();
	}

	@Override
	public String toString() {
		return this.members.toString();
	}

}
