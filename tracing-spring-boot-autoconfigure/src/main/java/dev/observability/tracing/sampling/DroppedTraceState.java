// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import dev.observability.tracing.propagation.MarkedTraceState;
import io.opentelemetry.api.trace.TraceState;

/**
 * The trace state of a request that was dropped by its path: has the members that came in
 * and goes out with them alone, but is known by its type. Step 3 of a request, on any
 * thread; immutable.
 * <p>
 * It is the one thing that a sampler can leave behind at a span that is not recorded.
 */
final class DroppedTraceState extends MarkedTraceState {

	private static final DroppedTraceState EMPTY = new DroppedTraceState(TraceState.getDefault());

	private DroppedTraceState(TraceState members) {
		super(members);
	}

	static TraceState of(TraceState members) {
		if (members instanceof DroppedTraceState) {
			return members;
		}
		return members.isEmpty() ? EMPTY : new DroppedTraceState(members);
	}

}
