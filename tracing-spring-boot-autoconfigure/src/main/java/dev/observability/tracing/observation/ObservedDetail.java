// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;

/**
 * Completes a span with what no single key value says: its outcome, and attributes that
 * come from several. Steps 4, 6 and 9 of a request, on the thread that observes.
 */
interface ObservedDetail {

	void set(Observation.Context context, Span span);

	/**
	 * Whether a key value is said better here. Asked for those that no column has.
	 * @param key key of the key value
	 * @return whether the span does not get it as it is
	 */
	default boolean replaces(String key) {
		return false;
	}

	default ObservedDetail and(ObservedDetail other) {
		ObservedDetail first = this;
		return new ObservedDetail() {

			@Override
			public void set(Observation.Context context, Span span) {
				first.set(context, span);
				other.set(context, span);
			}

			@Override
			public boolean replaces(String key) {
				return first.replaces(key) || other.replaces(key);
			}

		};
	}

}
