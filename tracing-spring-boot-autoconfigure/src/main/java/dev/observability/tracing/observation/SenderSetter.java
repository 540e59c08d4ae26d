// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.transport.Propagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Writes headers of a call or message as its observation says. Step 6 of a request, on
 * the thread that observes.
 * <p>
 * The carrier is the call itself, so that a propagator can look what is on it already.
 */
final class SenderSetter implements TextMapSetter<Object> {

	private final Propagator.Setter<Object> setter;

	SenderSetter(Propagator.Setter<Object> setter) {
		this.setter = setter;
	}

	@Override
	public void set(@Nullable Object carrier, String key, String value) {
		this.setter.set(carrier, key, value);
	}

}
