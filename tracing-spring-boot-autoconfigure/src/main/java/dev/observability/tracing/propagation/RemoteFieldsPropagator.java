// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Collection;
import java.util.Iterator;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer read and write baggage that has a header of its own, at steps 2 and 6
 * of a request, but not write what no header can hold, and neither read nor write more
 * than baggage may have. Any thread.
 * <p>
 * A value may have come in percent-encoded in the {@code baggage} header, a line break
 * included, and an HTTP client refuses that in the middle of the application's call.
 */
final class RemoteFieldsPropagator implements TextMapPropagator {

	private final TextMapPropagator delegate;

	private final int maxBytes;

	private final PropagationLosses losses;

	RemoteFieldsPropagator(TextMapPropagator delegate, int maxBytes, PropagationLosses losses) {
		this.delegate = delegate;
		this.maxBytes = maxBytes;
		this.losses = losses;
	}

	@Override
	public Collection<String> fields() {
		return this.delegate.fields();
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		return this.delegate.extract(context, carrier, new BoundedGetter<>(getter));
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.delegate.inject(context, carrier, (target, name, value) -> {
			if (isTooLong(name, value)) {
				this.losses.add(PropagationLoss.BAGGAGE_LIMIT);
			}
			else if (HeaderText.isFieldValue(value)) {
				setter.set(target, name, value);
			}
			else {
				this.losses.add(PropagationLoss.BAGGAGE_MALFORMED);
			}
		});
	}

	// As a member of baggage, with the sign between its key and its value
	private boolean isTooLong(String name, String value) {
		return name.length() + 1 + value.length() > this.maxBytes;
	}

	/**
	 * Does not give what is too long.
	 *
	 * @param <C> type of the carrier
	 */
	private final class BoundedGetter<C> implements TextMapGetter<C> {

		private final TextMapGetter<C> delegate;

		BoundedGetter(TextMapGetter<C> delegate) {
			this.delegate = delegate;
		}

		@Override
		public Iterable<String> keys(C carrier) {
			return this.delegate.keys(carrier);
		}

		@Override
		public @Nullable String get(@Nullable C carrier, String key) {
			String value = this.delegate.get(carrier, key);
			if (value == null || !isTooLong(key, value)) {
				return value;
			}
			RemoteFieldsPropagator.this.losses.add(PropagationLoss.BAGGAGE_LIMIT);
			return null;
		}

		@Override
		public Iterator<String> getAll(@Nullable C carrier, String key) {
			return this.delegate.getAll(carrier, key);
		}

	}

}
