// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Reads key values of an observation. Steps 4, 6 and 9 of a request, on the thread that
 * observes.
 */
final class ObservedValues {

	private ObservedValues() {
	}

	/**
	 * Returns the value of a key.
	 * @param context context of the observation
	 * @param key the key
	 * @return the value, or {@code null} where there is none or one that says so
	 */
	static @Nullable String find(Observation.Context context, String key) {
		KeyValue keyValue = context.getLowCardinalityKeyValue(key);
		if (keyValue == null) {
			keyValue = context.getHighCardinalityKeyValue(key);
		}
		return (keyValue != null && isKnown(keyValue.getValue())) ? keyValue.getValue() : null;
	}

	// Metrics need a value for every key; spans do not
	static boolean isKnown(String value) {
		return !value.isBlank() && !KeyValue.NONE_VALUE.equalsIgnoreCase(value) && !"unknown".equalsIgnoreCase(value);
	}

	static @Nullable String beforeSuffix(Observation.Context context, String suffix) {
		String name = context.getContextualName();
		return (name != null && name.length() > suffix.length() && name.endsWith(suffix))
				? name.substring(0, name.length() - suffix.length()) : null;
	}

}
