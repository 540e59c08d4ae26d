// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What the conventions know of errors: group {@code error}. Steps 6 and 9 of a request,
 * on the thread that observes.
 */
final class ErrorAttributes {

	static final AttributeKey<String> TYPE = AttributeKey.stringKey("error.type");

	private ErrorAttributes() {
	}

}
