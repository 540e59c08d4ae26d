// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Writes headers through the observation of a sender. Step 6 of a request, on the thread
 * that observes.
 */
final class SenderSetter implements TextMapSetter<SenderContext<Object>> {

	static final SenderSetter INSTANCE = new SenderSetter();

	private SenderSetter() {
	}

	@Override
	public void set(@Nullable SenderContext<Object> context, String key, String value) {
		if (context != null) {
			context.getSetter().set(context.getCarrier(), key, value);
		}
	}

}
