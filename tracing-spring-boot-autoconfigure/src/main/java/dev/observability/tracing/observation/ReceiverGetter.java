// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import io.micrometer.observation.transport.ReceiverContext;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers through the observation of a receiver. Step 2 of a request, on the thread
 * that observes.
 */
final class ReceiverGetter implements TextMapGetter<ReceiverContext<Object>> {

	static final ReceiverGetter INSTANCE = new ReceiverGetter();

	private ReceiverGetter() {
	}

	// No propagator needs them, and Micrometer cannot tell them
	@Override
	public Iterable<String> keys(ReceiverContext<Object> context) {
		return List.of();
	}

	@Override
	public @Nullable String get(@Nullable ReceiverContext<Object> context, String key) {
		Object carrier = (context != null) ? context.getCarrier() : null;
		return (context != null && carrier != null) ? context.getGetter().get(carrier, key) : null;
	}

	@Override
	public Iterator<String> getAll(@Nullable ReceiverContext<Object> context, String key) {
		Object carrier = (context != null) ? context.getCarrier() : null;
		return (context != null && carrier != null) ? context.getGetter().getAll(carrier, key).iterator()
				: Collections.emptyIterator();
	}

}
