// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements that wait in one {@link java.sql.Statement} for {@code executeBatch}.
 * Step 6 of a request, on the thread that runs the statement.
 * <p>
 * Shape: counts all, keeps at most 64 texts that differ from the one before, because no
 * more than {@code max-query-length} characters of them are shown.
 */
final class SqlBatch {

	private static final int MAX_STATEMENTS = 64;

	private final List<String> statements = new ArrayList<>();

	private int size;

	private boolean complete = true;

	void add(String sql) {
		this.size++;
		if (!this.statements.isEmpty() && this.statements.get(this.statements.size() - 1).equals(sql)) {
			return;
		}
		if (this.statements.size() < MAX_STATEMENTS) {
			this.statements.add(sql);
		}
		else {
			this.complete = false;
		}
	}

	void clear() {
		this.statements.clear();
		this.size = 0;
		this.complete = true;
	}

	int size() {
		return this.size;
	}

	String first() {
		return this.statements.isEmpty() ? "" : this.statements.get(0);
	}

	boolean uniform() {
		return this.statements.size() <= 1 && this.complete;
	}

	// Whether every text was kept.
	boolean complete() {
		return this.complete;
	}

	List<String> statements() {
		return this.statements;
	}

}
