// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;

/**
 * Lets {@code unwrap} see through our wrappers, as if they were not there. Any thread.
 */
final class Unwrapping {

	private Unwrapping() {
	}

	static boolean isWrapperFor(Wrapper delegate, Class<?> type) throws SQLException {
		return delegate.isWrapperFor(type) || type.isInstance(delegate);
	}

	/**
	 * Asks the delegate first, because a pool answers with the connection below itself,
	 * then takes the delegate, to which the application could have cast before.
	 * @param <T> type that is looked for
	 * @param delegate what our wrapper stands before
	 * @param type type that is looked for
	 * @return the object of that type
	 * @throws SQLException as the delegate does when there is none
	 */
	static <T> T unwrap(Wrapper delegate, Class<T> type) throws SQLException {
		if (!delegate.isWrapperFor(type) && type.isInstance(delegate)) {
			return type.cast(delegate);
		}
		return delegate.unwrap(type);
	}

}
