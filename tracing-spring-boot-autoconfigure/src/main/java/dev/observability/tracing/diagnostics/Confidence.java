// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

/**
 * How sure a finding is.
 *
 * @since 0.1.0
 */
public enum Confidence {

	/** It was seen, and there is no other explanation. */
	HIGH,

	/** It was seen, and something else may explain it. */
	MEDIUM,

	/** It was seen, and may well be meant so, or be over. */
	LOW

}
