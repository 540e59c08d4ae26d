// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

/**
 * What {@link SqlSummary} knows of each level of parentheses: whether a {@code SELECT}
 * waits for its {@code FROM}, whether a list of tables goes on, and where a {@code WITH}
 * waits for its statement. Once per text, on the thread of its first execution.
 * <p>
 * Shape: one bit per level, 64 levels; deeper ones share the last.
 */
final class SqlNesting {

	private static final int MAX_DEPTH = 63;

	private int depth;

	private int withDepth = -1;

	private long awaitsFrom;

	private long inTables;

	void reset() {
		this.depth = 0;
		this.withDepth = -1;
		this.awaitsFrom = 0;
		this.inTables = 0;
	}

	void open(boolean tables) {
		this.depth++;
		set(false, tables);
	}

	void close() {
		this.depth = Math.max(0, this.depth - 1);
	}

	void openWith() {
		this.withDepth = this.depth;
	}

	boolean isWith() {
		return this.depth == this.withDepth;
	}

	/**
	 * Told that an operation starts at this level.
	 * @return whether it is not within the queries of a {@code WITH}
	 */
	boolean closeWith() {
		if (isWith()) {
			this.withDepth = -1;
		}
		return this.withDepth < 0;
	}

	boolean awaitsFrom() {
		return (this.awaitsFrom & bit()) != 0;
	}

	boolean isInTables() {
		return (this.inTables & bit()) != 0;
	}

	void set(boolean from, boolean tables) {
		this.awaitsFrom = from ? this.awaitsFrom | bit() : this.awaitsFrom & ~bit();
		this.inTables = tables ? this.inTables | bit() : this.inTables & ~bit();
	}

	private long bit() {
		return 1L << Math.min(this.depth, MAX_DEPTH);
	}

}
