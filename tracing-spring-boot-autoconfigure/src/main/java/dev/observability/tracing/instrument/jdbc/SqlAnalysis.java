// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What one SQL text says, without its literals. Made once per text, on the thread of its
 * first execution; never throws.
 *
 * @param text the text with {@code ?} for each literal, without comments, bounded
 * @param summary operations and their targets, at most 255 characters, or {@code null}
 * when the first word is no operation
 * @param operation the operation, when the text is one statement
 * @param collection the table, when there is exactly one
 * @param procedure the procedure, when one is called
 */
record SqlAnalysis(String text, @Nullable String summary, @Nullable String operation, @Nullable String collection,
		@Nullable String procedure) {

	static final SqlAnalysis NONE = new SqlAnalysis("", null, null, null, null);

	private static final String BATCH = "BATCH";

	static SqlAnalysis of(String sql, DatabaseSystem.Quoting quoting, int maxLength) {
		SqlSummary summary = new SqlSummary();
		SqlLexer lexer = new SqlLexer(sql, quoting, maxLength, summary);
		String text = lexer.read();
		return new SqlAnalysis(text, summary.text(), summary.operation(), summary.collection(), summary.procedure());
	}

	// The same, as the names of a batch: BATCH INSERT orders.
	SqlAnalysis asBatch() {
		String batchSummary = (this.summary != null) ? SqlSummaryText.bounded(BATCH + " " + this.summary) : BATCH;
		String batchOperation = (this.operation != null) ? BATCH + " " + this.operation : BATCH;
		return new SqlAnalysis(this.text, batchSummary, batchOperation, this.collection, this.procedure);
	}

	SqlAnalysis withText(String other) {
		return new SqlAnalysis(other, this.summary, this.operation, this.collection, this.procedure);
	}

	static String cut(String text, int maxLength) {
		if (text.length() <= maxLength) {
			return text;
		}
		int end = maxLength - 1;
		end = (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) ? end - 1 : end;
		return text.substring(0, end) + "…";
	}

}
