// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

/**
 * A value with a {@code toString()} that fails, by default as one should not.
 */
final class FailingValue {

	private final Throwable failure;

	FailingValue() {
		this(new UnsupportedOperationException("http://u:secret@h/"));
	}

	FailingValue(Throwable failure) {
		this.failure = failure;
	}

	@Override
	public String toString() {
		if (this.failure instanceof Error error) {
			throw error;
		}
		throw (RuntimeException) this.failure;
	}

}
