// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.SQLException;

/**
 * One call into the driver. Step 6 of a request, on the thread that runs the statement.
 *
 * @param <R> what the driver returns
 */
@FunctionalInterface
interface SqlCall<R> {

	R run() throws SQLException;

}
