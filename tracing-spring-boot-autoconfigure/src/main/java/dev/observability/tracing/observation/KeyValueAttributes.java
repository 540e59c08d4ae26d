// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * Copies the key values of an observation to its span, as strings, which is all that
 * Micrometer knows, except those that a convention says better. Step 9 of a request, on
 * the thread that observes.
 */
final class KeyValueAttributes {

	/** For observations whose key values nobody says better. */
	static final KeyValueAttributes ALL = new KeyValueAttributes(Set.of());

	private final Set<String> replaced;

	/**
	 * Creates the copier.
	 * @param replaced keys that a convention says better
	 */
	KeyValueAttributes(Set<String> replaced) {
		this.replaced = replaced;
	}

	void copy(Observation.Context context, Span span) {
		copy(context.getLowCardinalityKeyValues(), span);
		copy(context.getHighCardinalityKeyValues(), span);
	}

	private void copy(KeyValues keyValues, Span span) {
		for (KeyValue keyValue : keyValues) {
			if (!this.replaced.contains(keyValue.getKey())) {
				set(keyValue, span);
			}
		}
	}

	static void set(KeyValue keyValue, Span span) {
		String key = keyValue.getKey();
		if ("error".equalsIgnoreCase(key)) {
			fail(keyValue.getValue(), span);
		}
		else {
			span.setAttribute(key, keyValue.getValue());
		}
	}

	// Micrometer takes this key for a failure; "none" is its word for no value
	private static void fail(String type, Span span) {
		if (!KeyValue.NONE_VALUE.equals(type)) {
			span.setAttribute(ErrorAttributes.TYPE, type);
			span.setStatus(StatusCode.ERROR);
		}
	}

}
