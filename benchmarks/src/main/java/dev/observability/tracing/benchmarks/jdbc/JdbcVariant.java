// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.jdbc;

/**
 * The ways to get a span of a query that are compared.
 */
public enum JdbcVariant {

	/** The query alone. */
	NONE,

	/** A span written by hand around the query, with the attributes ready. */
	HAND_WRITTEN,

	/** The same as {@link #HAND_WRITTEN}, for the noise of the measurement. */
	HAND_WRITTEN_AGAIN,

	/** This project. */
	OURS,

	/** datasource-proxy with a listener straight on the span. */
	DATASOURCE_PROXY,

	/** OpenTelemetry's JDBC library. */
	OPENTELEMETRY,

	/** A span by hand that is not sampled. */
	HAND_WRITTEN_UNSAMPLED,

	/** This project, not sampled. */
	OURS_UNSAMPLED

}
