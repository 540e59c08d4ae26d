// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes that tell why a trace was recorded. Step 3 of a request.
 */
enum SamplingAttribute {

	/** Why the first span of a trace in this process is recorded. Ours. */
	REASON("sampling.reason");

	/** Value of {@link #REASON} where a signed header asked for it. */
	static final String FORCED = "forced";

	private final AttributeKey<String> key;

	SamplingAttribute(String name) {
		this.key = AttributeKey.stringKey(name);
	}

	AttributeKey<String> key() {
		return this.key;
	}

}
