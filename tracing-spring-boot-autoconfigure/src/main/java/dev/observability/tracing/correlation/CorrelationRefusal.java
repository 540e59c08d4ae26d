// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import dev.observability.tracing.propagation.CorrelationId;
import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Why a value that a caller sent is no correlation id. Step 2 of a request, on any
 * thread; never throws.
 */
enum CorrelationRefusal {

	/** No character. */
	EMPTY("empty"),

	/** More than {@value CorrelationId#MAX_CHARACTERS} characters. */
	TOO_LONG("too_long"),

	/** A character outside of {@code [A-Za-z0-9._:-]}. */
	CHARACTERS("characters"),

	/** What has the form of a secret, such as a token or the number of a card. */
	SECRET("secret");

	private final String reason;

	CorrelationRefusal(String reason) {
		this.reason = reason;
	}

	/**
	 * Returns the reason as the label of a meter.
	 * @return one word in lower case
	 */
	String reason() {
		return this.reason;
	}

	/**
	 * Checks one value. Looks at 128 characters at most.
	 * @param value what a caller sent
	 * @param redactor knows secrets
	 * @return why it is refused, or {@code null} where it is an id
	 */
	static @Nullable CorrelationRefusal of(@Nullable String value, Redactor redactor) {
		if (value == null || value.isEmpty()) {
			return EMPTY;
		}
		if (CorrelationId.isValid(value)) {
			return redactor.name(value).equals(value) ? null : SECRET;
		}
		return (value.length() > CorrelationId.MAX_CHARACTERS) ? TOO_LONG : CHARACTERS;
	}

}
