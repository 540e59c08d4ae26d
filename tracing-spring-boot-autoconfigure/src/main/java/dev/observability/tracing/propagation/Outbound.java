// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.context.Context;

/**
 * What may leave with one call. Step 6 of a request, on any thread; never throws.
 *
 * @since 0.1.0
 */
public final class Outbound {

	private Outbound() {
	}

	/**
	 * Whether the correlation id and baggage may leave with what is injected.
	 * @param context what is injected
	 * @return whether they may; also where nobody named a host
	 */
	public static boolean isAllowed(Context context) {
		return true;
	}

}
