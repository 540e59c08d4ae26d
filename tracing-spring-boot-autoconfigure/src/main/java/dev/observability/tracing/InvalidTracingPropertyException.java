// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import org.jspecify.annotations.Nullable;

/**
 * Stops the start of the application because of a property of ours, and carries what the
 * report says: key, value, allowed range and fix. Start of the application, main thread.
 * <p>
 * Whoever throws it has taken secrets out of all four texts: they are printed as they
 * are.
 *
 * @since 0.1.0
 */
public final class InvalidTracingPropertyException extends RuntimeException {

	private final String key;

	private final @Nullable String value;

	private final String range;

	private final String fix;

	/**
	 * Creates the exception for one property.
	 * @param key full name of the property, such as
	 * {@code observability.tracing.sample-rate}
	 * @param value the value as it may be printed, or {@code null} where it may hold a
	 * secret
	 * @param range what is allowed, as the end of "must be"
	 * @param fix what to write instead, as a sentence without the full stop
	 */
	public InvalidTracingPropertyException(String key, @Nullable String value, String range, String fix) {
		super("%s must be %s%s".formatted(key, range, (value != null) ? " but was '" + value + "'" : ""));
		this.key = key;
		this.value = value;
		this.range = range;
		this.fix = fix;
	}

	/**
	 * Returns the full name of the property.
	 * @return the full name of the property
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * Returns the value that was refused.
	 * @return the value, or {@code null} where it may hold a secret
	 */
	public @Nullable String getValue() {
		return this.value;
	}

	/**
	 * Returns what is allowed.
	 * @return what is allowed, as the end of "must be"
	 */
	public String getRange() {
		return this.range;
	}

	/**
	 * Returns what to do about it.
	 * @return a sentence without the full stop
	 */
	public String getFix() {
		return this.fix;
	}

}
