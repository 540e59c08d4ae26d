// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each execution of a prepared text. Step 6 of a request, on the thread
 * that runs the statement. The parameters are handed on unseen.
 */
class TracedPreparedStatement extends ForwardingPreparedStatement {

	private final String sql;

	private @Nullable TracedQuery query;

	TracedPreparedStatement(TracedConnection connection, PreparedStatement prepared, String sql) {
		super(connection, prepared);
		this.sql = sql;
	}

	@Override
	public ResultSet executeQuery() throws SQLException {
		return traced(run(query(), 1, this.prepared::executeQuery));
	}

	@Override
	public int executeUpdate() throws SQLException {
		return run(query(), 1, this.prepared::executeUpdate);
	}

	@Override
	public long executeLargeUpdate() throws SQLException {
		return run(query(), 1, this.prepared::executeLargeUpdate);
	}

	@Override
	public boolean execute() throws SQLException {
		return run(query(), 1, this.prepared::execute);
	}

	@Override
	public void addBatch() throws SQLException {
		super.addBatch();
		pending().add(this.sql);
	}

	private @Nullable TracedQuery query() {
		TracedQuery known = this.query;
		if (known == null) {
			known = query(this.sql);
			this.query = known;
		}
		return known;
	}

}
