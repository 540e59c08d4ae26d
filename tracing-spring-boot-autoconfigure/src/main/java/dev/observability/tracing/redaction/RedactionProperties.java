// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys of {@code observability.tracing.redaction.*}. Start of the application, main
 * thread.
 *
 * @param hashKey Secret by which ids of users are hashed, of 16 characters or more. When
 * not set, they are masked.
 */
@ConfigurationProperties("observability.tracing.redaction")
record RedactionProperties(@Nullable String hashKey) {

	private static final int MIN_LENGTH = 16;

	RedactionProperties {
		if (hashKey != null && !hashKey.isBlank() && hashKey.length() < MIN_LENGTH) {
			// The value is a secret, though a bad one
			throw new InvalidTracingPropertyException("observability.tracing.redaction.hash-key", null,
					"a text of 16 characters or more",
					"Take a random one, such as openssl rand -hex 16 makes, from the environment");
		}
	}

	@Override
	public String toString() {
		return "RedactionProperties{" + new KeyedHash(this.hashKey) + '}';
	}

}
