// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.CallableStatement;

/**
 * Makes a span of each call of a stored procedure. Step 6 of a request, on the thread
 * that runs the statement.
 */
final class TracedCallableStatement extends ForwardingCallableStatement {

	TracedCallableStatement(TracedConnection connection, CallableStatement callable, String sql) {
		super(connection, callable, sql);
	}

}
