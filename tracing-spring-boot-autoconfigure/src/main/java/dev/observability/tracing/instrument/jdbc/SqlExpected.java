// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

/**
 * What the next name of an SQL text would be, as {@link SqlSummary} sees it. Once per
 * text, on the thread of its first execution.
 */
enum SqlExpected {

	// An alias, a column, a function: of no interest.
	NOTHING,

	// A table.
	TABLE,

	// A procedure.
	PROCEDURE,

	// TABLE, VIEW, INDEX and their like.
	OBJECT,

	// The name of such an object.
	OBJECT_NAME,

	/** The name that a WITH gives to a query. */
	COMMON_TABLE

}
