// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Counts the rows of a query as the application reads them, and ends the span with their
 * number. Step 6 of a request, on the thread that reads the rows.
 * <p>
 * Rows are known when {@code next()} came to the end and was the only way the cursor
 * moved; otherwise the span has no count.
 */
final class TracedResultSet extends ForwardingResultSet {

	private final TracedStatement statement;

	private final QuerySpan span;

	private long rows;

	private boolean moved;

	TracedResultSet(TracedStatement statement, ResultSet delegate, QuerySpan span) {
		super(delegate);
		this.statement = statement;
		this.span = span;
	}

	@Override
	public boolean next() throws SQLException {
		boolean next;
		try {
			next = this.delegate.next();
		}
		catch (SQLException | RuntimeException | Error ex) {
			this.statement.fail(this.span, ex);
			throw ex;
		}
		if (next) {
			this.rows++;
		}
		else {
			this.span.end(this.moved ? -1 : this.rows);
		}
		return next;
	}

	@Override
	public boolean previous() throws SQLException {
		this.moved = true;
		return super.previous();
	}

	@Override
	public boolean first() throws SQLException {
		this.moved = true;
		return super.first();
	}

	@Override
	public boolean last() throws SQLException {
		this.moved = true;
		return super.last();
	}

	@Override
	public boolean absolute(int row) throws SQLException {
		this.moved = true;
		return super.absolute(row);
	}

	@Override
	public boolean relative(int rows) throws SQLException {
		this.moved = true;
		return super.relative(rows);
	}

	@Override
	public void beforeFirst() throws SQLException {
		this.moved = true;
		super.beforeFirst();
	}

	@Override
	public void afterLast() throws SQLException {
		this.moved = true;
		super.afterLast();
	}

	@Override
	public Statement getStatement() throws SQLException {
		// A result set that is closed must say so
		super.getStatement();
		return this.statement;
	}

	@Override
	public void close() throws SQLException {
		try {
			super.close();
		}
		finally {
			this.span.end();
		}
	}

}
