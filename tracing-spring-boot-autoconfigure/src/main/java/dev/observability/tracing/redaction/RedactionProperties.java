// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.List;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.redaction.*}, none of which takes a rule away.
 * Start of the application, main thread.
 *
 * @param hashKey Secret by which ids of users and, in mode hash, values are hashed, of 16
 * characters or more. When not set, they are masked.
 * @param keys Further keys of attributes, log fields and baggage whose values are
 * secrets. A key is matched as a whole or by its last words, whatever separates them; *
 * stands for any characters.
 * @param allowedKeys Keys whose values may leave, in the same form, besides those of
 * conventions. When not set, all that are no secrets.
 * @param mode What becomes of a hidden value, whether its key or its form tells it.
 * @param email Whether mail addresses are masked in any text.
 */
@ConfigurationProperties(RedactionProperties.PREFIX)
record RedactionProperties(@Nullable String hashKey, @DefaultValue List<String> keys,
		@DefaultValue List<String> allowedKeys, @DefaultValue("mask") RedactionMode mode, boolean email) {

	static final String PREFIX = "observability.tracing.redaction";

	private static final int MIN_LENGTH = 16;

	private static final int MAX_KEYS = 256;

	RedactionProperties {
		if (hashKey != null && !hashKey.isBlank() && hashKey.length() < MIN_LENGTH) {
			// The value is a secret, though a bad one
			throw new InvalidTracingPropertyException(PREFIX + ".hash-key", null, "a text of 16 characters or more",
					"Take a random one, such as openssl rand -hex 16 makes, from the environment");
		}
		check("keys", keys);
		check("allowed-keys", allowedKeys);
	}

	private static void check(String name, List<String> patterns) {
		if (patterns.size() > MAX_KEYS) {
			throw new InvalidTracingPropertyException(PREFIX + "." + name, Integer.toString(patterns.size()) + " keys",
					"256 keys or fewer", "Name several keys by one pattern, such as customer.*");
		}
		for (String pattern : patterns) {
			if (!KeyPattern.isValid(pattern)) {
				throw new InvalidTracingPropertyException(PREFIX + "." + name, pattern,
						"a key of 256 characters or fewer with a letter or a digit in it",
						"Write a key such as tax-id, or a pattern such as customer.*");
			}
		}
	}

	RedactionRules rules(RedactionLedger ledger) {
		return new RedactionRules(new KeyRules(this.keys, this.allowedKeys), this.mode, this.email,
				new KeyedHash(this.hashKey), ledger);
	}

	@Override
	public String toString() {
		return "RedactionProperties{" + new KeyedHash(this.hashKey) + '}';
	}

}
