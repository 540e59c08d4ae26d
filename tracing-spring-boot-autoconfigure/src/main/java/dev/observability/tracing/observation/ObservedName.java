// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Says the name of a span from the key values of its observation. Steps 4, 6 and 9 of a
 * request, on the thread that observes.
 */
interface ObservedName {

	String of(Observation.Context context);

	/**
	 * An operation and what it is done to, such as {@code send orders}.
	 * @param operation the operation
	 * @param target key whose value is what it is done to, when it is known
	 * @return the rule
	 */
	static ObservedName operation(String operation, String target) {
		return (context) -> join(operation, ObservedValues.find(context, target));
	}

	/**
	 * As {@link #operation}, for observations that say what it is done to in their own
	 * name only, such as {@code orders send}.
	 * @param operation the operation
	 * @param suffix what follows in their own name
	 * @return the rule
	 */
	static ObservedName operationBefore(String operation, String suffix) {
		return (context) -> join(operation, ObservedValues.beforeSuffix(context, suffix));
	}

	static String join(String first, @Nullable String second) {
		return (second != null) ? first + " " + second : first;
	}

}
