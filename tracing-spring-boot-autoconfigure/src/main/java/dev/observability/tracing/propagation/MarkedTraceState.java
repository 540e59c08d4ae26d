// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A trace state that has and writes the members of another one, and is known by its type:
 * what a sampler can leave behind at a span. Any thread.
 *
 * @since 0.1.0
 */
public abstract class MarkedTraceState implements TraceState {

	private final TraceState members;

	/**
	 * Creates it.
	 * @param members those that are to be written
	 */
	protected MarkedTraceState(TraceState members) {
		this.members = members;
	}

	/**
	 * Returns what came in or goes out.
	 * @return the members as they are to be written
	 */
	public final TraceState members() {
		return this.members;
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
	public final boolean equals(@Nullable Object other) {
		return other instanceof MarkedTraceState that && getClass() == that.getClass()
				&& this.members.equals(that.members);
	}

	@Override
	public final int hashCode() {
		return this.members.hashCode();
	}

	@Override
	public String toString() {
		return this.members.toString();
	}

}
