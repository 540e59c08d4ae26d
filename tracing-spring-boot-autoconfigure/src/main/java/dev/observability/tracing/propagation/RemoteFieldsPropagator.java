// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Collection;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer read and write baggage that has a header of its own, at steps 2 and 6
 * of a request, but not write what no header can hold. Any thread.
 * <p>
 * A value may have come in percent-encoded in the {@code baggage} header, a line break
 * included, and an HTTP client refuses that in the middle of the application's call.
 */
final class RemoteFieldsPropagator implements TextMapPropagator {

	private final TextMapPropagator delegate;

	private final PropagationLosses losses;

	RemoteFieldsPropagator(TextMapPropagator delegate, PropagationLosses losses) {
		this.delegate = delegate;
		this.losses = losses;
	}

	@Override
	public Collection<String> fields() {
		return this.delegate.fields();
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		return this.delegate.extract(context, carrier, getter);
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.delegate.inject(context, carrier, (target, name, value) -> {
			if (HeaderText.isFieldValue(value)) {
				setter.set(target, name, value);
			}
			else {
				this.losses.add(PropagationLoss.BAGGAGE_MALFORMED);
			}
		});
	}

}
